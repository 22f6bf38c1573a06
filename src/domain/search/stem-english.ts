/** The English stemmer known as Porter2, by its published description (snowballstem.org/algorithms/english). */

type Ending = readonly [ending: string, replacement: string]

const vowel = '[aeiouy]'
const shortSyllableAtEnd = new RegExp(`(?:[^aeiouy]${vowel}[^aeiouywxY]|^${vowel}[^aeiouy]|^past)$`)
const firstRegion = new RegExp(`^.*?${vowel}[^aeiouy]`)
const wholeFirstRegion = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/

const unlikeTheRules = new Map([
  ['skis', 'ski'], ['skies', 'sky'], ['idly', 'idl'], ['gently', 'gentl'], ['ugly', 'ugli'], ['early', 'earli'], ['only', 'onli'],
  ['singly', 'singl'], ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map(word => [word, word] as const),
])

// Of several endings the longest counts, so longer ones stand first.
const step2: readonly Ending[] = [
  ['ational', 'ate'], ['fulness', 'ful'], ['iveness', 'ive'], ['ization', 'ize'], ['ousness', 'ous'], ['biliti', 'ble'], ['lessli', 'less'],
  ['tional', 'tion'], ['alism', 'al'], ['aliti', 'al'], ['ation', 'ate'], ['entli', 'ent'], ['fulli', 'ful'], ['iviti', 'ive'], ['ousli', 'ous'],
  ['ogist', 'og'], ['abli', 'able'], ['alli', 'al'], ['anci', 'ance'], ['ator', 'ate'], ['enci', 'ence'], ['izer', 'ize'], ['bli', 'ble'], ['ogi', 'og'], ['li', ''],
]
const step3: readonly Ending[] = [
  ['ational', 'ate'], ['tional', 'tion'], ['alize', 'al'], ['icate', 'ic'], ['iciti', 'ic'], ['ative', ''], ['ical', 'ic'], ['ness', ''], ['ful', ''],
]
const step4 = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/

/** Where the part of `word` begins that endings may be taken from. */
function regionStart(word: string, from: number): number {
  const found = firstRegion.exec(word.slice(from))
  return found ? from + found[0].length : word.length
}

/** Must get a word in lower case. */
export function stemEnglish(original: string): string {
  if (original.length < 3) return original
  const known = unlikeTheRules.get(original)
  if (known !== undefined) return known
  // A `y` that sounds as a consonant is kept apart as `Y`.
  let word = original.replace(/^'/, '').replace(/^y/, 'Y').replace(/(?<=[aeiouy])y/g, 'Y')
  const r1 = wholeFirstRegion.exec(word)?.[0].length ?? regionStart(word, 0)
  const r2 = regionStart(word, r1)

  word = withoutPlural(word.replace(/'(?:s'?)?$/, ''))
  word = withoutPastOrProgress(word, r1)
  word = word.replace(/(?<=.[^aeiouy])[yY]$/, 'i')
  word = replaceEnding(word, step2, (ending, before) =>
    before.length >= r1 && (ending !== 'li' || /[cdeghkmnrt]$/.test(before)) && (ending !== 'ogi' || before.endsWith('l')))
  word = replaceEnding(word, step3, (ending, before) => before.length >= (ending === 'ative' ? r2 : r1))
  const last = step4.exec(word)
  if (last && last.index >= r2 && (last[0] !== 'ion' || /[st]$/.test(word.slice(0, last.index)))) word = word.slice(0, last.index)
  return withoutLastLetter(word, r1, r2).replaceAll('Y', 'y')
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1)
  if (/[us]s$/.test(word)) return word
  return word.replace(new RegExp(`(${vowel}.+)s$`), '$1')
}

function withoutPastOrProgress(word: string, r1: number): string {
  const eed = /eed(?:ly)?$/.exec(word)
  if (eed) return eed.index >= r1 && !/(?:proc|exc|succ)eed/.test(word) ? `${word.slice(0, eed.index)}ee` : word
  const found = /(?:ed|ing)(?:ly)?$/.exec(word)
  if (!found) return word
  const before = word.slice(0, found.index)
  if (found[0] === 'ing' && /^[^aeiouy]y$/.test(before)) return `${before[0]}ie`
  if (found[0] === 'ing' && /^(?:inn|out|cann|herr|earr|even)$/.test(before)) return word
  if (!new RegExp(vowel).test(before)) return word
  if (/(?:at|bl|iz)$/.test(before)) return `${before}e`
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(before)) return /^[aeo]..$/.test(before) ? before : before.slice(0, -1)
  return before.length === r1 && shortSyllableAtEnd.test(before) ? `${before}e` : before
}

function replaceEnding(word: string, endings: readonly Ending[], mayReplace: (ending: string, before: string) => boolean): string {
  const found = endings.find(([ending]) => word.endsWith(ending))
  if (!found) return word
  const before = word.slice(0, word.length - found[0].length)
  return mayReplace(found[0], before) ? before + found[1] : word
}

function withoutLastLetter(word: string, r1: number, r2: number): string {
  const before = word.slice(0, -1)
  if (word.endsWith('e') && (before.length >= r2 || (before.length >= r1 && !shortSyllableAtEnd.test(before)))) return before
  if (word.endsWith('ll') && before.length >= r2) return before
  return word
}
