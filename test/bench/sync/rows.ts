import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { fold } from '#domain/request/evolve.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { eventKey } from '#protocol/rows.ts'
import type { Db } from '#server/db/tables.ts'
import { changeHash, emptyHash, rowHash } from '#server/sync/content-hash.ts'
import { emptyDeskSide, queueColumns } from '#server/requests/request-columns.ts'
import { Random } from '../../random.ts'

/** A guest as a phone keeps them. */
export type Person = { account: string, member: string, secret: string }

const eventsPerRequest = 4
const rowsPerInsert = 200
const words = 'the pump in our cellar hums and does not drain since Tuesday evening could you come by and look at it please we are at home after five water stands on the floor again'.split(' ')

/** About 1 KB as JSON, together with what surrounds it. */
function someText(random: Random, length: number): string {
  let text = ''
  while (text.length < length) text += `${random.pick(words)} `
  return text.trim()
}

const day = 86_400_000

function makeRequest(random: Random, person: Person, index: number): { row: NonNullable<ReturnType<typeof fold>>, events: RequestEvent[] } {
  const id = randomUUID()
  const at = Date.UTC(2025, 0, 1) + index * 3_600_000
  const client = { kind: 'member', id: person.member, name: 'Ada', mayDecide: true } as const
  const desk = { kind: 'staff', id: 'staff-1', name: 'Bo' } as const
  const base = (number: number) => ({ requestId: id, mid: randomUUID(), index: 0, number, stream: 'shared' as const, at: at + number * day })
  const submitted = {
    ...base(1), by: client,
    body: { type: 'submitted', path: 'full', title: someText(random, 40), text: someText(random, 550), language: 'en', contact: { name: 'Ada' }, warrantyMonths: 12 },
  }
  const messages = Array.from({ length: eventsPerRequest - 1 }, (_, step) => ({
    ...base(step + 2), by: random.chance(50) ? client : desk, body: { type: 'messagePosted', text: someText(random, 700) },
  }))
  // Most of what a phone keeps is over.
  const isOver = index % 20 !== 0
  const last = messages.at(-1)!
  if (isOver) Object.assign(last, { by: client, body: { type: 'cancelled', reason: someText(random, 700) } })
  const events = [submitted, ...messages] as unknown as RequestEvent[]
  const row = fold(events)
  if (!row) throw new Error('The generated events are no request')
  return { row, events }
}

/** Fills an account of one guest with so many rows (requests, each with its events), as the server itself would have written them. */
export async function fillAccount(db: Db, rows: number, seed: number): Promise<Person> {
  const random = new Random(seed)
  const person = { account: randomUUID(), member: randomUUID(), secret: randomBytes(32).toString('hex') }
  const ids = { account_id: person.account }
  await db.insertInto('account').values({ id: person.account, created_at: 0 }).execute()
  await db.insertInto('member').values({
    ...ids, id: person.member, name: 'Ada', language: 'en', is_confirmed: 0, created_at: 0,
    secret_hash: createHash('sha256').update(person.secret).digest('hex'),
  }).execute()
  let version = 0
  let hash = emptyHash
  const feedRow = (kind: string, key: string, requestId: string, number: number | null) => {
    hash = changeHash(hash, [rowHash(kind, key, ++version)], [])
    return { ...ids, reader: person.member, kind, key, version, op: 'put' as const, request_id: requestId, number, body: null }
  }
  for (let first = 0; version < rows; first += rowsPerInsert / (eventsPerRequest + 1)) {
    const count = Math.min(rowsPerInsert, rows - version) / (eventsPerRequest + 1)
    const made = Array.from({ length: count }, (_, index) => makeRequest(random, person, first + index))
    await db.insertInto('request').values(made.map(({ row }) => ({ ...ids, id: row.id, created_by: person.member, body: JSON.stringify(row), ...queueColumns(row, emptyDeskSide) }))).execute()
    await db.insertInto('event').values(made.flatMap(({ events }) => events.map(event => ({
      ...ids, request_id: event.requestId, stream: 'shared' as const, number: event.number, position: event.number, mid: event.mid, idx: 0, at: event.at, body: JSON.stringify(event),
    })))).execute()
    await db.insertInto('feed').values(made.flatMap(({ row, events }) => [
      ...events.map(event => feedRow('event', eventKey(row.id, event.number), row.id, event.number)),
      feedRow('request', row.id, row.id, null),
    ])).execute()
  }
  await db.insertInto('feed_counter').values({ ...ids, reader: person.member, version, hash, floor: 0 }).execute()
  return person
}
