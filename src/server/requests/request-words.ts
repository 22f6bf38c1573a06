import { requestNumber } from '#domain/ids.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { fold } from '#domain/search/fold.ts'
import { phoneKey, typedPhoneKey, wordsIn } from './contact-keys.ts'

const longestWord = 40
const mostWords = 80

/** A phone number among the words: no word of a text begins so. */
const phoneMark = '#'

/** What a request is found by at the desk: its number, who and what it is about, the client's phone number. All of it stands from the beginning. */
export function wordsOf({ id, title, text, contact, serviceId }: Pick<RequestRow, 'id' | 'title' | 'text' | 'contact' | 'serviceId'>): string[] {
  const number = requestNumber(id)
  const byPhone = contact.phone === undefined ? undefined : phoneKey(contact.phone)
  const first = [fold(number).replace('-', ''), ...(byPhone === undefined ? [] : [phoneMark + byPhone])]
  const words = wordsIn([number, title, contact.name, contact.email ?? '', contact.phone ?? '', serviceId ?? '', text].join('\n'))
  return [...new Set([...first, ...words.map(word => word.slice(0, longestWord))])].slice(0, mostWords)
}

/** Each of these must be found, each by one of its beginnings. */
export function prefixesOf(search: string): string[][] {
  const key = typedPhoneKey(search)
  if (key !== undefined) return [[phoneMark + key, search.replaceAll(/\D/g, '').slice(0, longestWord)]]
  return wordsIn(search).slice(0, 8).map(word => [word.slice(0, longestWord)])
}

/** Everything that begins with `prefix` lies between the two, in the order of bytes. */
export const rangeOf = (prefix: string): [string, string] => [prefix, `${prefix}\uFFFF`]
