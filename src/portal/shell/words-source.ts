import { inject, type InjectionKey } from 'vue'
import type { Language } from '#domain/language.ts'
import type { WordsContext } from '#ui/use-words.ts'

/** What may change how the whole portal speaks: the person's choice of language, and the business's own facts. */
export type WordsSource = {
  switchTo: (language: Language) => Promise<void>
  /** The words beyond those of the public pages, in the language in use; nothing where they are here. */
  loadAll: () => Promise<void>
  adopt: (facts: Pick<WordsContext, 'timeZone' | 'currency'>) => void
}
export const wordsSourceKey: InjectionKey<WordsSource> = Symbol('words source')
export const useWordsSource = (): WordsSource => inject(wordsSourceKey, { switchTo: async () => {}, loadAll: async () => {}, adopt: () => {} })
