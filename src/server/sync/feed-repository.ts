import type { Db } from '../db/tables.ts'
import { changeHash, emptyHash, rowHash } from './content-hash.ts'

export type FeedOwner = { account: string, reader: string }

/**
 * One change of what a reader may see. `requestId` and `number` lead to the row behind it; `body` is for rows without a table of their
 * own. A `del` says when it is made, as it is kept for a time only. In feeds of staff `dataAccount` tells whose the row behind it is.
 */
export type FeedChange = {
  kind: 'request' | 'event' | 'deskEvent' | 'file' | 'me' | 'mark' | 'preference'
  key: string
  requestId?: string
  number?: number
  body?: unknown
  dataAccount?: string
} & ({ op?: 'put' } | { op: 'del', at: number })

/**
 * Writes a reader's feed and returns its new version. The reader's counter stays locked until the transaction ends: must come
 * last in it, and where several readers are written, in the order of their ids.
 */
export async function writeFeed(trx: Db, { account, reader }: FeedOwner, changes: readonly FeedChange[]): Promise<number> {
  const counter = await trx.insertInto('feed_counter')
    .values({ account_id: account, reader, version: changes.length, hash: emptyHash, floor: 0 })
    .onConflict(conflict => conflict.columns(['account_id', 'reader'])
      .doUpdateSet(eb => ({ version: eb('feed_counter.version', '+', changes.length) })))
    .returning(['version', 'hash'])
    .executeTakeFirstOrThrow()
  if (changes.length === 0) return counter.version
  const before = await readPresent(trx, { account, reader }, changes)
  const rows = changes.map((change, index) => ({
    account_id: account, reader,
    kind: change.kind, key: change.key, op: change.op ?? 'put',
    version: counter.version - changes.length + index + 1,
    request_id: change.requestId ?? null, number: change.number ?? null,
    body: change.body === undefined ? null : JSON.stringify(change.body),
    at: change.op === 'del' ? change.at : 0, data_account: change.dataAccount ?? null,
  }))
  await trx.insertInto('feed').values(rows)
    .onConflict(conflict => conflict.columns(['account_id', 'reader', 'kind', 'key']).doUpdateSet(eb => ({
      version: eb.ref('excluded.version'), op: eb.ref('excluded.op'), body: eb.ref('excluded.body'), at: eb.ref('excluded.at'),
    })))
    .execute()
  const hash = changeHash(
    counter.hash,
    rows.filter(row => row.op === 'put').map(row => rowHash(row.kind, row.key, row.version)),
    before.map(row => rowHash(row.kind, row.key, row.version)),
  )
  await trx.updateTable('feed_counter').set({ hash }).where('account_id', '=', account).where('reader', '=', reader).execute()
  return counter.version
}

/** Rows that count in the hash now and are about to be replaced. Events are new each time. */
async function readPresent(trx: Db, { account, reader }: FeedOwner, changes: readonly FeedChange[]) {
  const keys = changes.filter(change => change.kind !== 'event' || change.op === 'del').map(change => change.key)
  if (keys.length === 0) return []
  const changed = new Set(changes.map(change => `${change.kind}|${change.key}`))
  const rows = await trx.selectFrom('feed').select(['kind', 'key', 'version'])
    .where('account_id', '=', account).where('reader', '=', reader).where('key', 'in', keys).where('op', '=', 'put')
    .execute()
  return rows.filter(row => changed.has(`${row.kind}|${row.key}`))
}

/** The version of a reader's scope, its content hash, and the floor below which a cursor has missed deletions. */
export async function readCounter(trx: Db, { account, reader }: FeedOwner) {
  const counter = await trx.selectFrom('feed_counter').select(['version', 'hash', 'floor'])
    .where('account_id', '=', account).where('reader', '=', reader).executeTakeFirst()
  return counter ?? { version: 0, hash: emptyHash, floor: 0 }
}

/** Who sees an account's requests: all its members, in the order in which their counters are to be locked. Plain commands ask the same in plain SQL. */
export async function readersOf(trx: Db, account: string): Promise<string[]> {
  const members = await trx.selectFrom('member').select('id').where('account_id', '=', account).execute()
  return members.map(member => member.id).sort()
}
