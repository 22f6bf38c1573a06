import type { Language } from '#domain/language.ts'
import { loadDeskWords } from '#words/load-desk-words.ts'
import { createTranslator, type Translator } from '#words/translator.ts'

/** The desk's words of one language: one chunk, loaded when the language is chosen. */
export const loadTranslator = async (language: Language): Promise<Translator> => createTranslator(language, await loadDeskWords(language))
