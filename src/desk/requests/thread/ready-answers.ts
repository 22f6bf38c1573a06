import { requestNumber } from '#domain/ids.ts'
import type { Language } from '#domain/language.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { ReadyAnswer } from '#protocol/desk.ts'

/** Those that the client reads come first; within a language as they are called. */
export const inClientsLanguage = (answers: readonly ReadyAnswer[], language: Language): ReadyAnswer[] =>
  [...answers].sort((a, b) => Number(b.language === language) - Number(a.language === language) || a.title.localeCompare(b.title))

/** What stands in braces is filled from the request: {name}, {number}, {title}. Anything else stays as it is. */
export function fillAnswer(text: string, { contact, id, title }: RequestRow): string {
  const values: Record<string, string> = { name: contact.name, number: requestNumber(id), title }
  return text.replace(/\{(name|number|title)\}/g, (_whole, key: string) => values[key] ?? '')
}
