import type { Del, Page, Put } from '#protocol/messages.ts'
import { pageSize } from '#protocol/messages.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import type { FileRow } from '#protocol/rows.ts'
import type { Db } from '../db/tables.ts'
import { type FeedOwner, readCounter } from './feed-repository.ts'

/** A page ends early rather than grow beyond this many characters of JSON. */
export const pageCharacters = 2_000_000

type Versioned = { kind: string, key: string, version: number, op: 'put' | 'del', body: string | null }
type Counter = { version: number, hash: string, floor: number }

/**
 * Where a device stands that has everything up to `cursor`: a cursor that this database cannot have given begins anew, and one below
 * the floor, but for a device that is filling the scope and never had what the purged tombstones took away.
 */
export function startOf(cursor: number, counter: Counter, isFilling: boolean): { from: number, isReset: boolean } {
  const isReset = cursor > counter.version || (cursor > 0 && cursor < counter.floor && !isFilling)
  return { from: isReset ? 0 : cursor, isReset }
}

/** Makes a page of rows in version order. `rows` may hold one more than a page, as a sign that there is more. */
export function toPage(scope: Scope, rows: readonly Versioned[], start: { from: number, isReset: boolean }, counter: Counter): Page {
  const puts: Put[] = []
  const dels: Del[] = []
  let taken = 0
  let characters = 0
  for (const { kind, key, version, op, body } of rows) {
    characters += body?.length ?? 0
    if (taken === pageSize || (taken > 0 && characters > pageCharacters)) break
    taken++
    if (op === 'put') puts.push({ kind, key, version, body: JSON.parse(body ?? 'null') })
    else dels.push({ kind, key, version })
  }
  const more = taken < rows.length
  const next = more ? rows[taken - 1]!.version : counter.version
  return { scope, puts, dels, next, more, ...(more ? {} : { hash: counter.hash }), ...(start.isReset ? { reset: true } : {}) }
}

/** One page of a reader's scope. Must run in a snapshot, so that counter and rows are of one moment. */
export async function readFeedPage(trx: Db, owner: FeedOwner, cursor: number, isFilling = false): Promise<Page> {
  const counter = await readCounter(trx, owner)
  const start = startOf(cursor, counter, isFilling)
  const feed = await trx.selectFrom('feed').select(['kind', 'key', 'version', 'op', 'body'])
    .where('account_id', '=', owner.account).where('reader', '=', owner.reader).where('version', '>', start.from)
    .orderBy('version').limit(pageSize + 1)
    .execute()
  const last = feed.at(-1)?.version ?? start.from
  const bodies = await readBodies(trx, owner, start.from, last)
  const rows = feed.map(row => ({ ...row, body: row.op === 'del' ? null : row.body ?? bodies.get(`${row.kind}|${row.key}`) ?? null }))
  return toPage(readerScope(owner.reader), rows, start, counter)
}

/** What stands behind the feed's rows of these versions, as JSON by `kind|key`. */
async function readBodies(trx: Db, { account, reader }: FeedOwner, after: number, last: number): Promise<Map<string, string>> {
  const span = (kind: string) => trx.selectFrom('feed')
    .where('feed.account_id', '=', account).where('feed.reader', '=', reader)
    .where('feed.version', '>', after).where('feed.version', '<=', last).where('feed.kind', '=', kind)
  const requests = await span('request')
    .innerJoin('request', join => join.onRef('request.account_id', '=', 'feed.account_id').onRef('request.id', '=', 'feed.request_id'))
    .select(['feed.key', 'request.body']).execute()
  const events = await span('event')
    .innerJoin('event', join => join.onRef('event.account_id', '=', 'feed.account_id').onRef('event.request_id', '=', 'feed.request_id')
      .onRef('event.number', '=', 'feed.number').on('event.stream', '=', 'shared'))
    .select(['feed.key', 'event.body']).execute()
  const files = await span('file')
    .innerJoin('file', join => join.onRef('file.account_id', '=', 'feed.account_id').onRef('file.id', '=', 'feed.key'))
    .selectAll('file').execute()
  return new Map([
    ...requests.map(row => [`request|${row.key}`, row.body] as const),
    ...events.map(row => [`event|${row.key}`, row.body] as const),
    ...files.map(row => [`file|${row.id}`, JSON.stringify(toFileRow(row))] as const),
  ])
}

type StoredFile = { id: string, request_id: string, sha256: string, size: number, type: string, state: FileRow['state'], code: string | null }

/** A file as it is synced: nothing of where its bytes lie. */
export const toFileRow = (file: StoredFile): FileRow => ({
  id: file.id, requestId: file.request_id, sha256: file.sha256, size: file.size, type: file.type, state: file.state,
  ...(file.code === null ? {} : { code: file.code }),
})
