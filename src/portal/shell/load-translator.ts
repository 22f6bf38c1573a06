import type { Language } from '#domain/language.ts'
import { loadFirstWords, loadPortalWords } from '#words/load-portal-words.ts'
import { createTranslator, type Translator } from '#words/translator.ts'

/** How many of a language's words: those of the public pages, which come first, or all. */
export type Extent = 'first' | 'all'

/** The words of one language. */
export async function loadTranslator(language: Language, extent: Extent): Promise<Translator> {
  return createTranslator(language, await (extent === 'first' ? loadFirstWords : loadPortalWords)(language))
}
