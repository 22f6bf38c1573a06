import { inject, type InjectionKey } from 'vue'
import { isLanguage, type Language } from '#domain/language.ts'

const storageKey = 'servus-desk-language'

/** What was chosen at this desk before. */
export function chosenLanguage(): Language | undefined {
  try {
    const chosen = localStorage.getItem(storageKey)
    return isLanguage(chosen) ? chosen : undefined
  } catch {
    return undefined
  }
}

/** What was chosen before, else the browser's language. */
export const rememberedLanguage = (fallback: Language): Language =>
  chosenLanguage() ?? navigator.languages.map(tag => tag.slice(0, 2)).find(isLanguage) ?? fallback

export function rememberLanguage(language: Language) {
  try {
    localStorage.setItem(storageKey, language)
  } catch { /* storage is blocked: the choice lasts as long as the page */ }
}

/** Loads a language's words and turns the whole desk to it. */
export type LanguageSwitch = (language: Language) => Promise<void>
export const languageSwitchKey: InjectionKey<LanguageSwitch> = Symbol('language switch')
export const useLanguageSwitch = (): LanguageSwitch => inject(languageSwitchKey, async () => {})
