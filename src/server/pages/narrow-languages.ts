import { isLanguage, pickText, type Language, type Localized } from '#domain/language.ts'

/** A copy in which every localized text holds only what a reader of `language` will see. */
export function narrowLanguages<Value>(value: Value, language: Language): Value {
  return narrow(value, language) as Value
}

function narrow(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map(item => narrow(item, language))
  if (typeof value !== 'object' || value === null) return value
  if (!isLocalized(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, narrow(item, language)]))
  const shown = pickText(value, language)
  return { [shown.language]: shown.text }
}

function isLocalized(value: object): value is Localized {
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([key, text]) => isLanguage(key) && typeof text === 'string')
}
