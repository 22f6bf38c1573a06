import { isLanguage, type Language } from '#domain/language.ts'
import { problemAt, type Problem, type Sourced } from './problem.ts'

/** Texts that lack one of the business's languages: allowed, as readers then see another language, and worth knowing. */
export function findMissingLanguages(source: Sourced<unknown>, wanted: readonly Language[]): Problem[] {
  const found: Problem[] = []
  const walk = (value: unknown, path: (string | number)[]) => {
    if (Array.isArray(value)) return value.forEach((item, index) => walk(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return
    const entries = Object.entries(value)
    if (entries.length === 0 || !entries.every(([key]) => isLanguage(key))) {
      return entries.forEach(([key, item]) => walk(item, [...path, key]))
    }
    const missing = wanted.filter(language => isEmpty((value as Record<string, unknown>)[language]))
    if (missing.length > 0) found.push(problemAt(source, path, `is not yet translated: ${missing.join(', ')}`))
  }
  walk(source.value, [])
  return found
}

const isEmpty = (text: unknown) => text === undefined || text === '' || (Array.isArray(text) && text.length === 0)
