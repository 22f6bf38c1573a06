import type { RequestRow } from '#domain/request/row.ts'
import { uuidv7 } from '#domain/ids.ts'
import type { State } from '#domain/request/states.ts'
import type { Database } from '#server/db/database.ts'
import { keysOfContact } from '#server/requests/contact-keys.ts'
import { queueColumns } from '#server/requests/request-columns.ts'
import { wordsOf } from '#server/requests/request-words.ts'

const requestsAtOnce = 500
const requestsPerAccount = 4
const rowsAtOnce = 2_000
export const startOfBench = Date.UTC(2026, 0, 1)
const minuteMs = 60_000

/** Nineteen of twenty are over, as in a shop that has been open for years. */
const states: readonly State[] = [...Array<State>(19).fill('closed'), 'submitted', ...Array<State>(19).fill('closed'), 'offered']
const things = ['washing machine', 'dishwasher', 'fridge', 'coffee machine', 'phone', 'bicycle', 'computer']
const troubles = ['does not drain', 'is silent', 'leaks at the door', 'smells', 'stops after a minute', 'shows an error']
const names = ['Karin', 'Erik', 'Анна', 'Ivan', 'Åsa', 'Mohammed', 'Sofia', 'Lars']
const families = ['Ek', 'Lindqvist', 'Петрова', 'Ahmed', 'Öberg', 'Nilsson', 'Berg']

const hexOf = (number: number) => Uint8Array.from({ length: 16 }, (_none, index) => ((number * 2_654_435_761) >>> ((index % 4) * 8)) & 255 ^ (index * 37))
export const idOf = (number: number) => uuidv7(startOfBench + number * minuteMs, hexOf(number + 1))
export const phoneOf = (account: number) => `+46 70 ${String(1_000_000 + account * 37).replace(/(\d{3})(\d{2})(\d{2})$/, '$1 $2 $3')}`

export function rowOf(number: number): RequestRow {
  const account = Math.floor(number / requestsPerAccount)
  const contact = { name: `${names[account % names.length]} ${families[account % families.length]}`, phone: phoneOf(account), email: `client${account}@example.com` }
  const text = `The ${things[number % things.length]} ${troubles[number % troubles.length]}. It began ${number % 30} days ago, model M${number}.`
  return {
    id: idOf(number), path: 'full', state: states[number % states.length]!, title: text.slice(0, 40), text, language: 'en', contact,
    createdBy: { kind: 'member', id: `m${account}`, name: contact.name }, createdAt: startOfBench + number * minuteMs, since: startOfBench + number * minuteMs,
    updatedAt: startOfBench + number * minuteMs, lastEvent: 12, warrantyMonths: 0, revision: 0, acceptedChanges: [], offeredTimes: [], wasDelivered: false,
    remarks: [], evaluations: [], objections: [], paid: 0, refunded: 0, isUrgent: false, recorded: [], lastMessages: [], messages: { count: 3 },
  }
}

/** Fills the tables with what the server itself would store. */
export async function fillRequests({ transaction }: Database, count: number): Promise<void> {
  for (let start = 0; start < count; start += requestsAtOnce) {
    const rows = Array.from({ length: Math.min(requestsAtOnce, count - start) }, (_none, index) => ({ row: rowOf(start + index), number: start + index }))
    await transaction(async trx => {
      const accounts = [...new Set(rows.map(({ number }) => Math.floor(number / requestsPerAccount)))]
      await trx.insertInto('account').values(accounts.map(account => ({ id: `a${account}`, created_at: 0 }))).onConflict(conflict => conflict.doNothing()).execute()
      await trx.insertInto('member').values(accounts.map(account => ({ account_id: `a${account}`, id: `m${account}`, name: '', language: 'en' as const, is_confirmed: 1 as const, secret_hash: null, created_at: 0 })))
        .onConflict(conflict => conflict.doNothing()).execute()
      await trx.insertInto('request').values(rows.map(({ row, number }) => ({
        account_id: `a${Math.floor(number / requestsPerAccount)}`, id: row.id, created_by: 'm', body: JSON.stringify(row), left_feeds_at: null,
        ...queueColumns(row, { lastDeskEvent: 0, priority: 'normal', ...(number % 3 === 0 ? { assignedTo: { id: 's1', name: 'Anna' } } : {}) }, {}),
        due_at: row.state === 'submitted' ? row.updatedAt + 120 * minuteMs : null,
      }))).execute()
      const words = rows.flatMap(({ row, number }) => wordsOf(row).map(word => ({ account_id: `a${Math.floor(number / requestsPerAccount)}`, request_id: row.id, word })))
      for (let at = 0; at < words.length; at += rowsAtOnce) await trx.insertInto('request_word').values(words.slice(at, at + rowsAtOnce)).execute()
      const keys = rows.flatMap(({ row, number }) => keysOfContact(row.contact).map(key => ({ account_id: `a${Math.floor(number / requestsPerAccount)}`, ...key })))
      await trx.insertInto('contact_key').values(keys).onConflict(conflict => conflict.doNothing()).execute()
    })
  }
}
