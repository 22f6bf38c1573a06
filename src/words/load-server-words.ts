import type { Language } from '#domain/language.ts'
import type { Dictionary } from './translator.ts'

/** One language's words of mails and notifications, as one file fetched on demand. */
export async function loadServerWords(language: Language): Promise<Dictionary> {
  switch (language) {
    case 'ru': return (await import('./locales/ru/server.ts')).words
    case 'sv': return (await import('./locales/sv/server.ts')).words
    case 'en': return (await import('./locales/en/server.ts')).words
    default: return language satisfies never
  }
}
