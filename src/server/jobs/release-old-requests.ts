import { addMonths } from '#domain/standard/add-months.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Installation } from '../installation.ts'
import { lockRequest } from '../requests/request-repository.ts'
import { type FeedChange, type FeedOwner, readersOf, writeFeed } from '../sync/feed-repository.ts'
import type { Db } from '../db/tables.ts'
import { tellStaffFeeds } from '../sync/staff-outbox.ts'

/** Phones keep what is over for so long after its last change. */
export const monthsOnPhones = 24
const requestsAtOnce = 200
const changesAtOnce = 500

/**
 * Takes requests that have been over for long out of their readers' feeds: they are read online from then on. One under warranty stays
 * until that ends. What is written on one later brings all of it back.
 */
export async function releaseOldRequests(installation: Installation, isStopping: () => boolean): Promise<void> {
  const before = addMonths(installation.now(), -monthsOnPhones)
  for (let after: [number, string, string] = [0, '', '']; !isStopping();) {
    const found = await installation.db.selectFrom('request').select(['account_id', 'id', 'updated_at'])
      .where('is_ended', '=', 1).where('left_feeds_at', 'is', null).where('updated_at', '<', before)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('updated_at', 'id', 'account_id'), '>', tuple(...after)))
      .orderBy('updated_at').orderBy('id').orderBy('account_id').limit(requestsAtOnce).execute()
    for (const { account_id: account, id } of found) await release(installation, account, id, before)
    const last = found.at(-1)
    if (!last || found.length < requestsAtOnce) return
    after = [last.updated_at, last.id, last.account_id]
  }
}

async function release({ database, hints, now }: Installation, account: string, id: string, before: number): Promise<void> {
  const versionByReader = await database.transaction(async trx => {
    const versions = new Map<string, number>()
    const found = await lockRequest(trx, database.forUpdate, account, id)
    if (!found || found.hasLeftFeeds || found.row.updatedAt >= before || isUnderWarranty(found.row, now())) return versions
    await trx.updateTable('request').set({ left_feeds_at: now() }).where('account_id', '=', account).where('id', '=', id).execute()
    await tellStaffFeeds(trx, { account, requestId: id }, found.side.assignedTo !== undefined)
    for (const reader of await readersOf(trx, account)) {
      const changes = await rowsOf(trx, { account, reader }, id, now())
      for (let start = 0; start < changes.length; start += changesAtOnce) {
        versions.set(reader, await writeFeed(trx, { account, reader }, changes.slice(start, start + changesAtOnce)))
      }
    }
    return versions
  })
  for (const [reader, version] of versionByReader) hints.tell({ scope: readerScope(reader), version })
}

const isUnderWarranty = ({ warrantyUntil = 0 }: RequestRow, now: number) => warrantyUntil > now

/** Everything of a request that the reader's feed shows, to be taken back. */
async function rowsOf(trx: Db, { account, reader }: FeedOwner, requestId: string, at: number): Promise<FeedChange[]> {
  const rows = await trx.selectFrom('feed').select(['kind', 'key', 'number'])
    .where('account_id', '=', account).where('reader', '=', reader).where('request_id', '=', requestId).where('op', '=', 'put')
    .orderBy('version').execute()
  return rows.map(({ kind, key, number }) => ({ kind: kind as FeedChange['kind'], key, op: 'del', at, requestId, ...(number === null ? {} : { number }) }))
}
