import type { Language } from '../language.ts'

/** The part of a word that its forms share. Gets one word as `foldCase` leaves it; never throws. */
export type Stem = (word: string) => string

/** Nothing longer is a word that has forms; the stemmers' patterns are not meant for it. */
const longestWord = 60

/** One language's stemmer. Loaded on demand, so that a phone fetches only its own. */
export async function loadStem(language: Language): Promise<Stem> {
  const stem = await stemOf(language)
  return word => word.length > longestWord ? word : stem(word)
}

async function stemOf(language: Language): Promise<Stem> {
  switch (language) {
    case 'ru': return (await import('./stem-russian.ts')).stemRussian
    case 'sv': return (await import('./stem-swedish.ts')).stemSwedish
    case 'en': return (await import('./stem-english.ts')).stemEnglish
    default: return language satisfies never
  }
}
