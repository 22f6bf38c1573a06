import { fold } from './fold.ts'
import type { Stem } from './stem.ts'

/** Folded stems of the words that a site uses; compounds are split into nothing else. */
export type CompoundVocabulary = ReadonlySet<string>

const shortest = 3
const longest = 40
const notParts = new Set(
  ('alla all andra att bara blir bli dag dem den der des det detta din dina ditt don era ens ert ett fler fram fri för får han har hade hon hos '
    + 'hur här ing inte just kan kom lar lig man med mer min mina mitt mot nin när och ofta också ord oss pre rad ren sig sin sina sitt ska som sta tag '
    + 'tar till två und upp vad var vara varje vem vid vill vår').split(' ').map(fold))

/** From the words of all texts of a site, as `splitWords` gives them. */
export function compoundVocabulary(words: Iterable<string>, stem: Stem): CompoundVocabulary {
  const vocabulary = new Set<string>()
  for (const word of words) {
    const folded = fold(stem(word))
    // Three letters make a part only where they are (nearly) the whole word: "rör" and "gata", not what is left of "nina".
    const isLong = folded.length > shortest || (folded.length === shortest && /^.{3}[ae]?$/.test(word))
    if (isLong && !/\d/.test(word) && !notParts.has(fold(word)) && !notParts.has(folded)) vocabulary.add(folded)
  }
  return vocabulary
}

/**
 * The folded stems of the parts of a Swedish compound, the parts of parts included: "kylskåpsdörr" gives kylskap, kyl, skap and dorr
 * where the site knows these words. The fewest parts win. Empty when the word cannot be split without a rest.
 */
export function splitCompound(word: string, vocabulary: CompoundVocabulary, stem: Stem): string[] {
  const parts = word.length > longest ? [] : fewestParts(word, vocabulary, stem)
  return parts.flatMap(part => [part.term, ...splitCompound(part.text, vocabulary, stem)])
}

type Part = { text: string, term: string }

function fewestParts(word: string, vocabulary: CompoundVocabulary, stem: Stem): readonly Part[] {
  const bestByEnd = new Map<number, readonly Part[]>([[0, []]])
  for (let end = shortest; end <= word.length; end++) {
    for (let from = 0; from <= end - shortest; from++) {
      const before = bestByEnd.get(from)
      if (!before || (from === 0 && end === word.length)) continue
      if (before.length + 1 >= (bestByEnd.get(end)?.length ?? Infinity)) continue
      const text = word.slice(from, end)
      const term = end === word.length ? knownTail(text, vocabulary, stem) : knownHead(text, vocabulary, stem)
      if (term !== undefined) bestByEnd.set(end, [...before, { text, term }])
    }
  }
  return bestByEnd.get(word.length) ?? []
}

const knownTail = (text: string, vocabulary: CompoundVocabulary, stem: Stem) =>
  [fold(text), fold(stem(text))].find(form => vocabulary.has(form))

/** A head may carry a joint (arbet-s-tid) or have changed its last vowel (kvinn-o, gat-u). */
function knownHead(text: string, vocabulary: CompoundVocabulary, stem: Stem): string | undefined {
  const bare = text.length > shortest ? text.replace(/[sou]$/, '') : text
  return [text, bare, stem(text), stem(bare)].map(fold).find(form => form.length >= shortest && vocabulary.has(form))
}
