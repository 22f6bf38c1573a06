import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Database } from '../db/database.ts'
import type { Db, Tables } from '../db/tables.ts'
import { keysOfContact } from './contact-keys.ts'
import { type DeskSide, type Promises, queueColumns } from './request-columns.ts'
import { wordsOf } from './request-words.ts'

/** A request as it is kept: what its clients see, and the desk's side. `hasLeftFeeds`: it was over for long, and no phone has it now. */
export type StoredRequest = { row: RequestRow, side: DeskSide, hasLeftFeeds?: true }

/** Reads a request of an account and keeps it from changing until the transaction ends. Of another account: nothing. */
export async function lockRequest(trx: Db, forUpdate: Database['forUpdate'], account: string, id: string): Promise<StoredRequest | undefined> {
  const query = trx.selectFrom('request').select(['body', 'last_desk_event', 'assigned_to', 'assigned_name', 'priority', 'left_feeds_at'])
    .where('account_id', '=', account).where('id', '=', id)
  const found = await forUpdate(query).executeTakeFirst()
  return found && {
    row: JSON.parse(found.body) as RequestRow,
    ...(found.left_feeds_at === null ? {} : { hasLeftFeeds: true as const }),
    side: sideOf(found),
  }
}

type SideColumns = Pick<Tables['request'], 'last_desk_event' | 'assigned_to' | 'assigned_name' | 'priority'>

/** The desk's side of a request, from its columns. */
export const sideOf = ({ last_desk_event, assigned_to, assigned_name, priority }: SideColumns): DeskSide =>
  ({ lastDeskEvent: last_desk_event, priority, ...(assigned_to === null ? {} : { assignedTo: { id: assigned_to, name: assigned_name ?? '' } }) })

/** The fold as it is kept. To be followed by feeds that hold the request: from now on it counts as being in them. */
export const columnsOf = ({ row, side }: StoredRequest, promises: Promises = {}) => ({ ...queueColumns(row, side, promises), body: JSON.stringify(row), left_feeds_at: null })

export const creatorOf = ({ createdBy }: RequestRow) => (createdBy.kind === 'time' ? '' : createdBy.id)

export async function saveRequest(trx: Db, account: string, stored: StoredRequest, promises: Promises = {}): Promise<void> {
  const { row } = stored
  const columns = columnsOf(stored, promises)
  const creator = creatorOf(row)
  await trx.insertInto('request').values({ account_id: account, id: row.id, created_by: creator, ...columns })
    .onConflict(conflict => conflict.columns(['account_id', 'id']).doUpdateSet(columns))
    .execute()
}

/** From now on the request is found by its words, and its client by how they are reached. */
export async function indexRequest(trx: Db, account: string, row: RequestRow): Promise<void> {
  await trx.insertInto('request_word').values(wordsOf(row).map(word => ({ account_id: account, request_id: row.id, word })))
    .onConflict(conflict => conflict.doNothing()).execute()
  await trx.insertInto('contact_key').values(keysOfContact(row.contact).map(key => ({ account_id: account, ...key })))
    .onConflict(conflict => conflict.doNothing()).execute()
}

/** Adds events for ever, behind the `after` that the request has. A `mid` that the account has already used violates a unique key. */
export async function appendEvents(trx: Db, account: string, events: readonly RequestEvent[], after: number): Promise<void> {
  await trx.insertInto('event').values(events.map((event, index) => ({
    account_id: account, request_id: event.requestId, stream: event.stream, number: event.number,
    position: after + index + 1, mid: event.mid, idx: event.index, at: event.at, body: JSON.stringify(event),
  }))).execute()
}

/** The number of a request's newest shared event. */
export async function lastEventOf(trx: Db, account: string, id: string): Promise<number> {
  const row = await trx.selectFrom('request').select('last_event').where('account_id', '=', account).where('id', '=', id).executeTakeFirst()
  return row?.last_event ?? 0
}

/** All shared events of a request in their order, as JSON. */
export async function sharedEvents(trx: Db, account: string, requestId: string): Promise<{ number: number, body: string }[]> {
  return trx.selectFrom('event').select(['number', 'body'])
    .where('account_id', '=', account).where('request_id', '=', requestId).where('stream', '=', 'shared').orderBy('number').execute()
}

/** Whether somebody of the staff has the request. */
export async function isAssigned(trx: Db, account: string, id: string): Promise<boolean> {
  const row = await trx.selectFrom('request').select('assigned_to').where('account_id', '=', account).where('id', '=', id).executeTakeFirst()
  return (row?.assigned_to ?? null) !== null
}
