import { isLanguage, languages, type Language } from '#domain/language.ts'

const storageKey = 'servus-language'

/** The language that the person chose last on this device, else the browser's, else the page's own. */
export function rememberedLanguage(fallback: Language): Language {
  const chosen = readChosen()
  if (chosen) return chosen
  const preferred = navigator.languages.map(tag => tag.slice(0, 2)).find(isLanguage)
  return preferred ?? fallback
}

function readChosen(): Language | undefined {
  try {
    const chosen = localStorage.getItem(storageKey)
    return isLanguage(chosen) ? chosen : undefined
  } catch {
    return undefined
  }
}

/** Remembers the choice for the app and, as a cookie, for the server's answer to `/`. */
export function rememberLanguage(language: Language) {
  try {
    localStorage.setItem(storageKey, language)
  } catch { /* storage is blocked: the choice lasts as long as the page */ }
  document.cookie = `servus_language=${language}; path=/; max-age=31536000; samesite=lax`
}

/** The same page in another language. */
export const pathInLanguage = (path: string, language: Language) =>
  path.replace(new RegExp(`^/(${languages.join('|')})(?=/|$)`), `/${language}`)

export const languageOfPath = (path: string): Language | undefined => {
  const first = path.split('/')[1]
  return isLanguage(first) ? first : undefined
}
