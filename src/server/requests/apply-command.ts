import { authorOf } from '#domain/request/actor.ts'
import type { Command } from '#domain/request/command.ts'
import type { Context } from '#domain/request/context.ts'
import { decide } from '#domain/request/decide.ts'
import type { NewEvent, RequestEvent } from '#domain/request/event.ts'
import { evolve } from '#domain/request/evolve.ts'
import { isRejection, type Rejection } from '#domain/request/rejection.ts'
import { readerScope } from '#protocol/scopes.ts'
import { eventKey } from '#protocol/rows.ts'
import type { Db } from '../db/tables.ts'
import { refuseFiles } from '../files/account-room.ts'
import { declareFiles } from '../files/file-repository.ts'
import { type FeedChange, readersOf, writeFeed } from '../sync/feed-repository.ts'
import { tellStaffFeeds } from '../sync/staff-outbox.ts'
import { publishEvaluations } from '../sync/published-evaluations.ts'
import { emptyDeskSide, evolveDeskSide } from './request-columns.ts'
import { alertOfNew } from './desk-alerts.ts'
import { appendEvents, indexRequest, saveRequest, sharedEvents, type StoredRequest } from './request-repository.ts'

/** A statement has room for so many rows. */
const changesAtOnce = 500

export type Given = { account: string, requestId: string, mid: string, command: Command }

/** What a command changed: the newest versions of all scopes it touched, and the number of its last shared event, if it has one. */
export type Applied = { stored: StoredRequest, versionByScope: Map<string, number>, event?: number }

/**
 * The one way in which a command takes effect, from phones and desk alike. `found` is the request, locked in this transaction.
 * A rejection has changed nothing. Counters are locked last; nothing but the command's result may follow in the transaction.
 */
export async function applyCommand(trx: Db, given: Given, found: StoredRequest | undefined, context: Context): Promise<Applied | Rejection> {
  const { account, requestId, command } = given
  const refused = await refuseFiles(trx, account, command.files ?? [])
  if (refused) return refused
  const decision = decide(found?.row, command, context)
  if (isRejection(decision)) return decision
  const events = numberEvents(decision, given, found, context)
  const stored = foldOnto(found, events)
  await appendEvents(trx, account, events, found ? found.row.lastEvent + found.side.lastDeskEvent : 0)
  await saveRequest(trx, account, stored, { standard: context.service?.standard, calendar: context.calendar })
  if (!found) await indexRequest(trx, account, stored.row)
  if (!found && context.actor.kind === 'member') await alertOfNew(trx, { account, requestId, now: context.now })
  await declareFiles(trx, { account, requestId, now: context.now }, events)
  await tellStaffFeeds(trx, { account, requestId }, (stored.side.assignedTo ?? found?.side.assignedTo) !== undefined)
  const versionByScope = await writeFeeds(trx, account, requestId, found?.hasLeftFeeds ? await allShared(trx, account, requestId) : events)
  const publicVersion = await publishEvaluations(trx, account, stored.row, events)
  if (publicVersion !== undefined) versionByScope.set('pub', publicVersion)
  const event = events.findLast(candidate => candidate.stream === 'shared')?.number
  return { stored, versionByScope, ...(event === undefined ? {} : { event }) }
}

/** The events of a decision as they are kept, in the order in which they were decided. */
export function numberEvents(decided: readonly NewEvent[], { requestId, mid }: Given, found: StoredRequest | undefined, { actor, now }: Context): RequestEvent[] {
  const last = { shared: found?.row.lastEvent ?? 0, desk: found?.side.lastDeskEvent ?? 0 }
  const events = decided.map((event, index): RequestEvent =>
    ({ requestId, number: ++last[event.stream], mid, index, at: now, by: authorOf(actor), ...event }))
  // What is folded here must be what a later fold reads back: JSON knows no undefined.
  return JSON.parse(JSON.stringify(events)) as RequestEvent[]
}

/** The request as these events leave it. */
export function foldOnto(found: StoredRequest | undefined, events: readonly RequestEvent[]): StoredRequest {
  const row = events.reduce(evolve, found?.row)
  if (!row) throw new Error('A decision left no request behind')
  return { row, side: events.reduce(evolveDeskSide, found?.side ?? emptyDeskSide) }
}

/** A request that had left its readers' feeds comes back whole. */
const allShared = async (trx: Db, account: string, requestId: string) =>
  (await sharedEvents(trx, account, requestId)).map(({ body }) => JSON.parse(body) as RequestEvent)

/** All shared events of a request, or none, to each who may see it. The row comes last: it stands for what went before. */
async function writeFeeds(trx: Db, account: string, requestId: string, events: readonly RequestEvent[]): Promise<Map<string, number>> {
  const versionByScope = new Map<string, number>()
  const shared = events.filter(event => event.stream === 'shared')
  if (shared.length === 0) return versionByScope
  const changes: FeedChange[] = [
    ...shared.map(({ number }) => ({ kind: 'event' as const, key: eventKey(requestId, number), requestId, number })),
    ...shared.flatMap(event => event.files ?? []).map(file => ({ kind: 'file' as const, key: file.id, requestId })),
    { kind: 'request', key: requestId, requestId },
  ]
  for (const reader of await readersOf(trx, account)) {
    for (let start = 0; start < changes.length; start += changesAtOnce) {
      versionByScope.set(readerScope(reader), await writeFeed(trx, { account, reader }, changes.slice(start, start + changesAtOnce)))
    }
  }
  return versionByScope
}
