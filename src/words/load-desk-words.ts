import type { Language } from '#domain/language.ts'
import type { Dictionary } from './translator.ts'

/** One language's words of the staff's app, as one file fetched on demand. */
export async function loadDeskWords(language: Language): Promise<Dictionary> {
  switch (language) {
    case 'ru': return (await import('./locales/ru/desk.ts')).words
    case 'sv': return (await import('./locales/sv/desk.ts')).words
    case 'en': return (await import('./locales/en/desk.ts')).words
    default: return language satisfies never
  }
}
