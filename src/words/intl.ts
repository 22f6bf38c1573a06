import type { Language } from '#domain/language.ts'

/** The locale whose formats a language uses: English with the 24-hour clock and the day before the month. */
export const localeByLanguage: Record<Language, string> = { ru: 'ru', sv: 'sv', en: 'en-GB' }

/** Spaces inside figures must not break a line, and are the same in every browser. */
export const withHardSpaces = (text: string) => text.replace(/\s/g, '\u00A0')

// Intl's formats are slow to make and quick to use: each is made once.
const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function once<Format>(formats: Map<string, Format>, name: string, make: () => Format): Format {
  let format = formats.get(name)
  if (!format) formats.set(name, format = make())
  return format
}

export const numberFormat = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  once(numberFormats, language + JSON.stringify(options), () => new Intl.NumberFormat(localeByLanguage[language], options))

export const dateFormat = (language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once(dateFormats, language + JSON.stringify(options), () => new Intl.DateTimeFormat(localeByLanguage[language], options))
