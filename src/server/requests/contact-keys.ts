import type { Contact } from '#domain/request/commands/parts.ts'
import { fold } from '#domain/search/fold.ts'

export type ContactKey = { kind: 'phone' | 'email' | 'name', value: string }

/** As many digits from the end as any way of writing one number has in common: with the country's code, without, with a zero before. */
const comparedDigits = 8

/** The end of a phone number, turned round, so that its last digits are a prefix. Nothing where there are too few to tell. */
export function phoneKey(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, '')
  return digits.length < 4 ? undefined : [...digits].slice(-comparedDigits).reverse().join('')
}

/** The same of what somebody typed, where it can be a phone number or the end of one. */
export const typedPhoneKey = (text: string) => (/^[+()\d\s./-]{4,40}$/.test(text.trim()) ? phoneKey(text) : undefined)

export const wordsIn = (text: string) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')

/** By what a client is found again who calls or stands at the counter. */
export function keysOfContact({ name, phone, email }: Contact): ContactKey[] {
  const byPhone = phone === undefined ? undefined : phoneKey(phone)
  return [
    ...(byPhone === undefined ? [] : [{ kind: 'phone' as const, value: byPhone }]),
    ...(email === undefined ? [] : [{ kind: 'email' as const, value: email.trim().toLowerCase() }]),
    ...[...new Set(wordsIn(name))].slice(0, 8).map(value => ({ kind: 'name' as const, value: value.slice(0, 40) })),
  ]
}
