import type { Language } from '#domain/language.ts'
import type { Dictionary } from './translator.ts'

/** One language's words of the public pages: what a first visit needs. */
export async function loadFirstWords(language: Language): Promise<Dictionary> {
  switch (language) {
    case 'ru': return (await import('./locales/ru/portal-first.ts')).words
    case 'sv': return (await import('./locales/sv/portal-first.ts')).words
    case 'en': return (await import('./locales/en/portal-first.ts')).words
    default: return language satisfies never
  }
}

/** All of one language's words of the clients' app. */
export async function loadPortalWords(language: Language): Promise<Dictionary> {
  switch (language) {
    case 'ru': return (await import('./locales/ru/portal.ts')).words
    case 'sv': return (await import('./locales/sv/portal.ts')).words
    case 'en': return (await import('./locales/en/portal.ts')).words
    default: return language satisfies never
  }
}
