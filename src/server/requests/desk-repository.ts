import type { ExpressionBuilder, Selectable } from 'kysely'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { DeskAnswer, DeskItem, DeskQuery, DeskView } from '#protocol/desk.ts'
import type { Db, Tables } from '../db/tables.ts'
import { searchRequests } from './search-requests.ts'

export const deskPageSize = 50

type Builder = ExpressionBuilder<Tables, 'request'>

/** The desk's views as conditions. `staffId`: whose desk it is. */
function inView(eb: Builder, view: DeskView, staffId: string) {
  switch (view) {
    case 'forUs': return eb.and({ is_ended: 0, turn: 'business' })
    case 'forClient': return eb.and({ is_ended: 0, turn: 'client' })
    case 'byDeadline': return eb.and([eb.and({ is_ended: 0, turn: 'business' }), eb('due_at', 'is not', null)])
    case 'unassigned': return eb.and([eb.and({ is_ended: 0, turn: 'business' }), eb('assigned_to', 'is', null)])
    case 'remarks': return eb.and({ has_remarks: 1 })
    case 'mine': return eb.and({ is_ended: 0, assigned_to: staffId })
    case 'all': return eb.and({ is_ended: 0 })
    case 'ended': return eb.and({ is_ended: 1 })
    default: return view satisfies never
  }
}

/**
 * A page of a view from `after` on: what changed last on top, by deadline what is due first. Reads one row more than a page, as a sign that
 * there is more.
 */
export async function listRequests(db: Db, { view, state, search, after }: DeskQuery, staffId: string): Promise<DeskItem[]> {
  let query = (await searchRequests(db, search)).selectAll('request').select(eb => isGuestsOf(eb).as('is_guest')).where(eb => inView(eb, view, staffId))
  if (state) query = query.where('state', '=', state)
  const cursor = after === undefined ? undefined : readCursor(after)
  const [by, direction] = view === 'byDeadline' ? ['due_at', 'asc'] as const : ['updated_at', 'desc'] as const
  if (cursor) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple(by, 'id', 'account_id'), direction === 'asc' ? '>' : '<', tuple(...cursor)))
  }
  const rows = await query.orderBy(by, direction).orderBy('id', direction).orderBy('account_id', direction).limit(deskPageSize + 1).execute()
  return rows.map(toItem)
}

/** The place of an item in a list, to go on behind it. */
export const cursorOf = ({ account, request, dueAt }: DeskItem, view: DeskView) =>
  `${view === 'byDeadline' ? dueAt ?? 0 : request.updatedAt}.${request.id}.${account}`

function readCursor(text: string): [number, string, string] {
  const [at = '', id = '', account = ''] = text.split('.')
  return [Number(at), id, account]
}

/** Whether nobody of the account has confirmed an address yet. */
const isGuestsOf = (eb: Builder) =>
  eb.not(eb.exists(eb.selectFrom('member').select('member.id').whereRef('member.account_id', '=', 'request.account_id').where('is_confirmed', '=', 1)))

type ListedRow = Selectable<Tables['request']> & { is_guest: unknown }

const toItem = (row: ListedRow): DeskItem => ({
  account: row.account_id,
  request: JSON.parse(row.body) as RequestRow,
  ...(row.assigned_to === null ? {} : { assignedTo: { id: row.assigned_to, name: row.assigned_name ?? '' } }),
  priority: row.priority,
  isGuest: Boolean(row.is_guest),
  ...(row.due_at === null ? {} : { dueAt: row.due_at }),
})

/** So near a deadline is at risk. */
const nearMs = 2 * 60 * 60_000

/** How many requests each view holds; of `byDeadline` those that are late or will soon be. */
export async function countViews(db: Db, staffId: string, now: number): Promise<Record<DeskView, number>> {
  const rows = await db.selectFrom('request').select(['is_ended', 'turn'])
    .select(eb => [
      eb.fn.countAll<number>().as('count'), eb.fn.sum<number>(eb.case().when('assigned_to', '=', staffId).then(1).else(0).end()).as('mine'),
      eb.fn.sum<number>(eb.case().when('assigned_to', 'is', null).then(1).else(0).end()).as('unassigned'),
      eb.fn.sum<number>(eb.case().when('due_at', '<=', now + nearMs).then(1).else(0).end()).as('near'),
      eb.fn.sum<number>('has_remarks').as('remarks'),
    ])
    .groupBy(['is_ended', 'turn']).execute()
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    forUs: sum(row => (row.is_ended === 0 && row.turn === 'business' ? row.count : 0)),
    forClient: sum(row => (row.is_ended === 0 && row.turn === 'client' ? row.count : 0)),
    byDeadline: sum(row => (row.is_ended === 0 && row.turn === 'business' ? row.near : 0)),
    unassigned: sum(row => (row.is_ended === 0 && row.turn === 'business' ? row.unassigned : 0)),
    remarks: sum(row => Number(row.remarks)),
    mine: sum(row => (row.is_ended === 0 ? row.mine : 0)),
    all: sum(row => (row.is_ended === 0 ? row.count : 0)),
    ended: sum(row => (row.is_ended === 1 ? row.count : 0)),
  }
}

/** One request; where two accounts use one id, `account` tells which, else the first made is meant. */
export async function findItem(db: Db, id: string, account?: string): Promise<DeskItem | undefined> {
  const query = db.selectFrom('request').selectAll('request').select(eb => isGuestsOf(eb).as('is_guest')).where('id', '=', id)
  const rows = (await (account === undefined ? query : query.where('account_id', '=', account)).execute()).map(toItem)
  return rows.sort((a, b) => a.request.createdAt - b.request.createdAt || (a.account < b.account ? -1 : 1))[0]
}

/** All events of a request, both streams in the order in which they were written. */
export async function allEvents(db: Db, account: string, requestId: string): Promise<RequestEvent[]> {
  const rows = await db.selectFrom('event').select('body')
    .where('account_id', '=', account).where('request_id', '=', requestId).orderBy('position').execute()
  return rows.map(row => JSON.parse(row.body) as RequestEvent)
}

export async function readDeskAnswer(trx: Db, staffId: string, mid: string): Promise<DeskAnswer | undefined> {
  const row = await trx.selectFrom('desk_result').select('body').where('staff_id', '=', staffId).where('mid', '=', mid).executeTakeFirst()
  return row && JSON.parse(row.body) as DeskAnswer
}

export async function storeDeskAnswer(trx: Db, of: { staffId: string, mid: string, account: string, requestId: string, now: number }, answer: DeskAnswer): Promise<void> {
  await trx.insertInto('desk_result').values({
    staff_id: of.staffId, mid: of.mid, account_id: of.account, request_id: of.requestId, at: of.now, body: JSON.stringify(answer),
  }).execute()
}
