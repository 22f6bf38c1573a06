import type { Dictionary } from './translator.ts'

const letters: Record<string, string> = {
  a: 'á', c: 'ç', d: 'ð', e: 'ë', g: 'ğ', h: 'ĥ', i: 'ï', k: 'ķ', l: 'ļ', n: 'ñ', o: 'ö', r: 'ř', s: 'š', t: 'ţ', u: 'ü', w: 'ŵ', y: 'ý', z: 'ž',
  A: 'Á', C: 'Ç', D: 'Ð', E: 'Ë', H: 'Ĥ', I: 'Ï', L: 'Ļ', N: 'Ñ', O: 'Ö', R: 'Ř', S: 'Š', T: 'Ţ', U: 'Ü', W: 'Ŵ', Y: 'Ý', Z: 'Ž',
}

/**
 * For tests only: a text with every letter marked, 40 % longer and in brackets. What stands on a screen without marks was typed
 * into code, what has lost its bracket was cut. Placeholders stay as they are.
 */
export function pseudo(text: string): string {
  const marked = text.split(/(\{\{.*?\}\})/).map((part, i) => i % 2 ? part : part.replace(/[A-Za-z]/g, letter => letters[letter] ?? letter)).join('')
  return `[${marked}${'~'.repeat(Math.ceil(text.length * 0.4))}]`
}

/** A whole dictionary so changed. */
export const pseudoLocale = (dictionary: Dictionary): Dictionary =>
  Object.fromEntries(Object.entries(dictionary).map(([name, value]) => [name, typeof value === 'string' ? pseudo(value) : pseudoLocale(value)]))
