import * as v from 'valibot'
import { cleanText } from './text.ts'

/** The languages of the product, as BCP 47 primary tags. Adding one begins here. */
export const languages = ['ru', 'sv', 'en'] as const
export type Language = (typeof languages)[number]
export const languageSchema = v.picklist(languages)

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

/** Text in one or more languages; what is missing falls back, see `pickText`. */
export type Localized = Partial<Record<Language, string | undefined>>
export const localizedSchema = v.pipe(
  v.strictObject({ ru: v.optional(cleanText(20_000)), sv: v.optional(cleanText(20_000)), en: v.optional(cleanText(20_000)) }),
  v.check(text => Object.values(text).some(Boolean), 'needs a text in at least one language'),
)

/** Which text to show, and in which language it really is (`lang` goes on the block when it differs from the one asked for). */
export function pickText(text: Localized, language: Language): { text: string, language: Language } {
  for (const candidate of [language, ...languages.filter(other => other !== language).reverse()]) {
    const found = text[candidate]
    if (found) return { text: found, language: candidate }
  }
  return { text: '', language }
}
