import type { Danger } from '#domain/catalog/business.ts'
import { languages } from '#domain/language.ts'
import { fold } from '#domain/search/fold.ts'

/** Words and spaces only, so that "Smell of gas!" and "smell  of gas" are one. */
const plain = (text: string) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `

/** The dangers that a text speaks of, in any language: people write in their own, whatever the portal speaks. */
export function dangersIn(text: string, dangers: readonly Danger[]): Danger[] {
  const said = plain(text)
  return dangers.filter(({ words }) => languages.some(language => words[language].some(phrase => said.includes(plain(phrase)))))
}
