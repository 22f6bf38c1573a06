import { fold } from './fold.ts'
import { splitCompound, type CompoundVocabulary } from './split-compound.ts'
import { splitWords } from './split-words.ts'
import type { Stem } from './stem.ts'

/** How the words of one language are taken apart. The vocabulary is for languages that write compounds as one word. */
export type WordForms = { stem: Stem, vocabulary?: CompoundVocabulary }

/**
 * What to put into the index for one word of `splitWords`: the word, so that it is found while it is being typed; its stem, so that
 * its other forms find it; the parts of a compound. All folded, none twice.
 */
export function indexTerms(word: string, { stem, vocabulary }: WordForms): string[] {
  const parts = vocabulary ? splitCompound(word, vocabulary, stem) : []
  return [...new Set([fold(word), fold(stem(word)), ...parts])]
}

/**
 * What to look for when somebody wrote `query`: one folded stem for each word, none twice, to be matched as the beginning of an
 * index term. A compound that the site does not use itself is replaced by its parts, where those are known.
 */
export function searchTerms(query: string, { stem, vocabulary }: WordForms): string[] {
  return [...new Set(splitWords(query).flatMap(word => {
    const term = fold(stem(word))
    const parts = vocabulary && !vocabulary.has(term) ? splitCompound(word, vocabulary, stem) : []
    return parts.length ? parts : [term]
  }))]
}
