import { sql } from 'kysely'
import type { RequestRow } from '#domain/request/row.ts'
import { eventKey } from '#protocol/rows.ts'
import type { CommandResult } from '#protocol/results.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { followMovedRequest } from '../requests/follow-moved-request.ts'
import { type FeedChange, readersOf, writeFeed } from '../sync/feed-repository.ts'
import { refreshMe } from '../sync/me-row.ts'
import { moveEvaluations } from '../sync/published-evaluations.ts'
import { tellStaffFeeds } from '../sync/staff-outbox.ts'
import type { MemberId } from './member-repository.ts'

/**
 * What a move changed, to be told after the commit. `left`: requests that could not go, because the account uses one of their ids. `isOfStaff`: feeds of
 * staff have to follow.
 */
export type Moved = { versionByScope: Map<Scope, number>, requests: { id: string, version: number }[], left: string[], isOfStaff: boolean }

/**
 * Moves a guest into a known account: requests, events under their `mid`s, files, senders with their results. The guest's id becomes an alias
 * of the member; the guest's account stays as a signpost. Must run in one transaction with what confirmed the address, and last in
 * it: it locks the feeds of all members. Nothing where the account has gone already. Bytes of files stay where they are.
 */
export async function moveGuest(trx: Db, guest: MemberId, into: MemberId, now: number): Promise<Moved | undefined> {
  // First, and so that it waits for whoever registers a sender there: nobody writes into this account from here on.
  const marked = await trx.updateTable('account').set({ moved_account: into.account, moved_member: into.member })
    .where('id', '=', guest.account).where('moved_account', 'is', null).executeTakeFirst()
  if (Number(marked.numUpdatedRows) === 0) return undefined
  await lockSenders(trx, guest.account)
  const left = await findColliding(trx, guest.account, into.account)
  const { rows, isOfStaff } = await moveRequests(trx, guest.account, into.account, left)
  await trx.insertInto('member_alias').values({ account_id: into.account, alias: guest.member, member_id: into.member, created_at: now })
    .onConflict(conflict => conflict.doNothing()).execute()
  const senders = await moveSenders(trx, guest.account, into)
  const versionByScope = await writeFeeds(trx, guest, into, rows)
  const publicVersion = await moveEvaluations(trx, guest.account, into.account, rows.map(({ row }) => row))
  await renameScopes(trx, into, senders, versionByScope.get(readerScope(into.member)) ?? 0)
  if (publicVersion !== undefined) versionByScope.set('pub', publicVersion)
  return { versionByScope, requests: rows.map(({ row }) => ({ id: row.id, version: row.lastEvent })), left, isOfStaff }
}

/** A command that is being taken ends first; the next one finds its sender gone. */
const lockSenders = (trx: Db, account: string) =>
  trx.updateTable('sender').set(eb => ({ last_seq: eb.ref('last_seq') })).where('account_id', '=', account).execute()

/** Ids are random, so this finds nothing but what somebody has made up. */
async function findColliding(trx: Db, from: string, to: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from request where account_id = ${from} and id in (select id from request where account_id = ${to})
    union select one.request_id from event one join event other on other.account_id = ${to} and other.mid = one.mid and other.idx = one.idx where one.account_id = ${from}
    union select one.request_id from file one join file other on other.account_id = ${to} and other.id = one.id where one.account_id = ${from}
  `.execute(trx)
  return rows.map(row => row.id)
}

/** `isInFeeds`: a request that is over for long has left them. */
type MovedRequest = { row: RequestRow, isInFeeds: boolean }

async function moveRequests(trx: Db, from: string, to: string, left: readonly string[]): Promise<{ rows: MovedRequest[], isOfStaff: boolean }> {
  const found = await trx.selectFrom('request').select(['id', 'body', 'assigned_to', 'left_feeds_at']).where('account_id', '=', from).orderBy('id').execute()
  const moving = found.filter(({ id }) => !left.includes(id))
  for (const { id, body, assigned_to: assigned } of moving) {
    await trx.updateTable('request').set({ account_id: to }).where('account_id', '=', from).where('id', '=', id).execute()
    await trx.updateTable('event').set({ account_id: to }).where('account_id', '=', from).where('request_id', '=', id).execute()
    await trx.updateTable('file').set({ account_id: to }).where('account_id', '=', from).where('request_id', '=', id).execute()
    const files = trx.selectFrom('file').select('id').where('account_id', '=', to).where('request_id', '=', id)
    await trx.updateTable('file_part').set({ account_id: to }).where('account_id', '=', from).where('file_id', 'in', files).execute()
    await trx.updateTable('desk_result').set({ account_id: to }).where('account_id', '=', from).where('request_id', '=', id).execute()
    await followMovedRequest(trx, { from, to, request: JSON.parse(body) as RequestRow })
    // Rows of staff feeds name the account: the old ones go, new ones come.
    for (const account of [from, to]) await tellStaffFeeds(trx, { account, requestId: id }, assigned !== null)
  }
  return {
    rows: moving.map(({ body, left_feeds_at: leftAt }) => ({ row: JSON.parse(body) as RequestRow, isInFeeds: leftAt === null })),
    isOfStaff: moving.some(({ assigned_to: assigned }) => assigned !== null),
  }
}

/** Outboxes go on under their ids and numbers as the member's. */
async function moveSenders(trx: Db, from: string, { account, member }: MemberId): Promise<string[]> {
  const taken = trx.selectFrom('sender').select('id').where('account_id', '=', account)
  const found = await trx.selectFrom('sender').select('id').where('account_id', '=', from).where('id', 'not in', taken).execute()
  const ids = found.map(({ id }) => id)
  for (const id of ids) {
    await trx.updateTable('sender').set({ account_id: account, member_id: member }).where('account_id', '=', from).where('id', '=', id).execute()
    await trx.updateTable('result').set({ account_id: account }).where('account_id', '=', from).where('sender_id', '=', id).execute()
    await trx.updateTable('command_failure').set({ account_id: account }).where('account_id', '=', from).where('sender_id', '=', id).execute()
    await trx.updateTable('parked_command').set({ account_id: account, member_id: member }).where('account_id', '=', from).where('sender_id', '=', id).execute()
  }
  await trx.deleteFrom('sender').where('account_id', '=', from).execute()
  return ids
}

/** To every member of the account all of the requests; of the guest's own feed nothing is left. */
async function writeFeeds(trx: Db, guest: MemberId, into: MemberId, moved: readonly MovedRequest[]): Promise<Map<Scope, number>> {
  const rows = moved.flatMap(({ row, isInFeeds }) => (isInFeeds ? [row] : []))
  const marks = await readMarks(trx, guest, rows)
  await trx.deleteFrom('feed').where('account_id', '=', guest.account).execute()
  await trx.deleteFrom('feed_counter').where('account_id', '=', guest.account).execute()
  const files = await trx.selectFrom('file').select(['id', 'request_id']).where('account_id', '=', into.account).where('stream', '=', 'shared')
    .where('request_id', 'in', ['', ...rows.map(row => row.id)]).execute()
  const changes = rows.flatMap(({ id, lastEvent }): FeedChange[] => [
    ...Array.from({ length: lastEvent }, (_, index) => ({ kind: 'event' as const, key: eventKey(id, index + 1), requestId: id, number: index + 1 })),
    ...files.filter(file => file.request_id === id).map(file => ({ kind: 'file' as const, key: file.id, requestId: id })),
    { kind: 'request', key: id, requestId: id },
  ])
  const versionByScope = new Map<Scope, number>()
  for (const reader of await readersOf(trx, into.account)) {
    let version = await refreshMe(trx, { account: into.account, reader })
    const all = reader === into.member ? [...changes, ...marks] : changes
    for (let start = 0; start < all.length; start += rowsAtOnce) {
      version = await writeFeed(trx, { account: into.account, reader }, all.slice(start, start + rowsAtOnce))
    }
    if (version !== undefined) versionByScope.set(readerScope(reader), version)
  }
  return versionByScope
}

/** What the guest has seen, the member has seen. */
async function readMarks(trx: Db, { account, member }: MemberId, rows: readonly RequestRow[]): Promise<FeedChange[]> {
  const marks = await trx.selectFrom('feed').select(['key', 'body']).where('account_id', '=', account).where('reader', '=', member)
    .where('kind', '=', 'mark').where('op', '=', 'put').execute()
  const ids = new Set(rows.map(row => row.id))
  return marks.flatMap(({ key, body }) => (body !== null && ids.has(key) ? [{ kind: 'mark' as const, key, requestId: key, body: JSON.parse(body) as unknown }] : []))
}

/** SQLite binds at most 32,766 values. */
const rowsAtOnce = 500

/** A result that named the guest's scope names the member's, at the version where all of it is there. */
async function renameScopes(trx: Db, { account, member }: MemberId, senders: readonly string[], version: number): Promise<void> {
  for (const sender of senders) {
    const results = await trx.selectFrom('result').select(['seq', 'body']).where('account_id', '=', account).where('sender_id', '=', sender).execute()
    for (const { seq, body } of results) {
      const result = JSON.parse(body) as CommandResult
      if (result.kind !== 'applied' || Object.keys(result.scopes).length === 0) continue
      await trx.updateTable('result').set({ body: JSON.stringify({ ...result, scopes: { [readerScope(member)]: version } }) })
        .where('account_id', '=', account).where('sender_id', '=', sender).where('seq', '=', seq).execute()
    }
  }
}
