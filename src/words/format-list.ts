import type { Language } from '#domain/language.ts'
import { localeByLanguage } from './intl.ts'

/** "a, b and c"; with `or` "a, b or c"; with `none` "a, b, c". */
export function formatList(items: readonly string[], language: Language, join: 'and' | 'or' | 'none' = 'and'): string {
  if (join === 'none') return items.join(', ')
  return new Intl.ListFormat(localeByLanguage[language], { type: join === 'and' ? 'conjunction' : 'disjunction' }).format(items)
}
