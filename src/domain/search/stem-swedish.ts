import { stemmer } from '@orama/stemmers/swedish'

const definiteNeuter = /^(.+[aeiouyäåö][^aeiouyäåö])ets?$/
const notAnArticle = /(?:h|iet|uit|fab|cit|dit|alit|ilit|mit|nit|pit|rit|sit|tit|ivit|kvit|xit|kom|rak|pak|stak)$/
const neuterAfterTwoConsonants = /(?<=[aeiouyäåö].*[^aeiouyäåö]{2})(?<=.{4})et$/
const longEnough = 5

/**
 * Snowball's stem, then what that careful algorithm leaves: the article after two consonants and an ending below an ending, so
 * that "ärende", "ärendet" and "ärendena", "resultat" and "resultatet" meet. Must get a word in lower case, with its å, ä and ö.
 */
export function stemSwedish(word: string): string {
  let stem = snowballSwedish(word).replace(neuterAfterTwoConsonants, '')
  for (;;) {
    const shorter = snowballSwedish(stem).replace(neuterAfterTwoConsonants, '')
    if (shorter === stem || shorter.length < longEnough) return stem
    stem = shorter
  }
}

/**
 * The stem by version 3 of the algorithm (snowballstem.org/algorithms/swedish). The package has version 2, so two rules are
 * added: the article of neuter nouns ("arbetet"), and "öst" after more letters.
 */
export function snowballSwedish(word: string): string {
  const start = regionStart(word)
  const noun = definiteNeuter.exec(word)?.[1]
  if (noun !== undefined && noun.length >= start && !notAnArticle.test(noun)) return withoutEnding(noun, /l?ig$/, start)
  const stem = stemmer(word)
  return /[iklnprtuv]öst$/.test(stem) && stem.length - 3 >= start ? stem.slice(0, -1) : stem
}

/** Endings are taken only from behind the first consonant after a vowel, and never from the first three letters. */
function regionStart(word: string): number {
  const found = /[aeiouyäåö][^aeiouyäåö]/.exec(word)
  return found ? Math.max(found.index + 2, 3) : word.length
}

function withoutEnding(word: string, ending: RegExp, start: number): string {
  const found = ending.exec(word)
  return found && found.index >= start ? word.slice(0, found.index) : word
}
