import type { Language } from '#domain/language.ts'
import type { WordKey } from './word-key.ts'

/** Texts by area and name, as the files in `locales/` hold them (i18next JSON v4). */
export type Dictionary = { readonly [name: string]: string | Dictionary }

/** What fills the placeholders. Numbers are written the language's way, so pass years and codes as text; `count` chooses the plural form. */
export type Params = Readonly<Record<string, string | number>>

/** Says things in one language. `t('shell.skip')` finds `skip` in the area `shell`. */
export type Translator<Key extends string = WordKey> = {
  readonly language: Language
  readonly t: (key: Key, params?: Params) => string
}

/**
 * A translator over one language's dictionary. A key or placeholder that is missing throws in tests and development;
 * elsewhere the key, or nothing, stands in its place: a page with one odd word is better than none.
 */
export function createTranslator<Key extends string = WordKey>(language: Language, dictionary: Dictionary): Translator<Key> {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)

  function findText(key: string, count: string | number | undefined): string | undefined {
    if (typeof count !== 'number') return lookUp(dictionary, key) ?? lookUp(dictionary, `${key}_other`)
    return (count === 0 ? lookUp(dictionary, `${key}_zero`) : undefined)
      ?? lookUp(dictionary, `${key}_${plurals.select(count)}`)
      ?? lookUp(dictionary, `${key}_other`)
      ?? lookUp(dictionary, key)
  }

  const t = (key: string, params: Params = {}) => {
    const text = findText(key, params['count'])
    if (text === undefined) return missing(`no words for '${key}' in '${language}'`, key)
    return text.replace(placeholder, (_whole, name: string) => {
      const value = params[name]
      if (value === undefined) return missing(`'${key}' needs '${name}'`, '')
      return typeof value === 'number' ? numbers.format(value).replace(/\s/g, '\u00A0') : value
    })
  }
  return { language, t }
}

/** `{{name}}` in a text. */
export const placeholder = /\{\{\s*(\w+)\s*\}\}/g

function lookUp(dictionary: Dictionary, key: string): string | undefined {
  let found: string | Dictionary | undefined = dictionary
  for (const name of key.split('.')) {
    if (typeof found !== 'object' || !Object.hasOwn(found, name)) return undefined
    found = found[name]
  }
  return typeof found === 'string' ? found : undefined
}

declare const process: { env: { NODE_ENV?: string } } | undefined

function missing(problem: string, instead: string): string {
  const mode = typeof process === 'undefined' ? undefined : process.env.NODE_ENV
  if (mode === 'test' || mode === 'development') throw new Error(problem)
  return instead
}
