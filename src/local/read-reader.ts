import type { Millis } from '#domain/ids.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Mark, Me } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import { attentionOf, isInAttention, type AttentionItem } from './attention.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { FeedDatabase } from './feed-database.ts'
import { countNews } from './news.ts'
import type { OutboxDatabase } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { project, type BaseRequest, type PendingCommand, type Projected } from './project.ts'
import { loadContext } from './project-context.ts'
import { readRow, readRows } from './read-rows.ts'

/** A projected request with whose it is, what of it was refused, and how many events of others nobody here has seen. */
export type ProjectedRequest = Projected & { reader: string, isTaken: boolean, attention: AttentionItem[], news: number }

/** Commands that have a say in what is shown, in their order, with their results. */
async function readPending(outbox: OutboxDatabase): Promise<{ pending: PendingCommand[], attention: PendingCommand[] }> {
  const [commands, results] = await outbox.transaction('r', outbox.commands, outbox.results, async () => {
    const found = inOrder(await outbox.commands.where('state').anyOf('queued', 'applied', 'attention').toArray())
    return [found, await outbox.results.bulkGet(found.map(command => command.mid))] as const
  })
  const all = commands
    .map((command, index): PendingCommand => (results[index] ? { ...command, result: results[index].result } : command))
    .filter(command => (!command.isVoided || command.setAside !== undefined) && command.withdraws === undefined)
  return {
    pending: all.filter(command => !isInAttention(command) || command.name === 'submit'),
    attention: all.filter(isInAttention),
  }
}

/** `only`: one request, with its events. `isShown`: what is not wanted is left out, before anything more is read for it. */
export type Wanted = { only?: string, isShown?: (request: RequestRow) => boolean }

/**
 * Everything of one reader, projected. The outbox must be read before the base: the other way round, a command that arrives in between
 * would be in neither.
 */
export async function readReader(storage: DeviceStorage, reader: Reader, now: Millis, { only, isShown = () => true }: Wanted = {}): Promise<ProjectedRequest[]> {
  const outbox = storage.outboxOf(reader.id)
  const isWanted = (command: PendingCommand) => only === undefined || command.requestId === only
  const { pending: allPending, attention: allAttention } = await readPending(outbox)
  const pending = allPending.filter(isWanted)
  const attention = allAttention.filter(isWanted)
  const seenHere = only === undefined ? await outbox.seen.toArray() : [await outbox.seen.get(only)]
  const touched = new Set(pending.map(command => command.requestId))
  const base = storage.baseOf(reader.id)
  // The arrow is async because Dexie keeps its transaction over native awaits only in a function that it can tell to be so.
  const { me, requests, seenElsewhere } = await base.transaction('r', base.rows, base.feeds, async () => readBase(base, readerScope(reader.id), touched, only))
  const contextFor = pending.length > 0
    ? await loadContext(storage.content, reader, me, now, requests.filter(request => touched.has(request.id)), pending)
    : () => { throw new Error('Nothing is pending') }
  const shown = project(requests, pending, contextFor).filter(({ request }) => isShown(request))
  const seenById = lastMarks([...seenHere, ...seenElsewhere])
  const news = await countNews(base, reader, shown.map(({ request }) => request), seenById)
  const taken = new Set(requests.map(request => request.id))
  return shown.map(request => {
    const { id } = request.request
    return {
      ...request,
      reader: reader.id,
      isTaken: taken.has(id) || !attention.some(command => command.requestId === id && command.name === 'submit'),
      attention: attentionOf(reader.id, attention.filter(command => command.requestId === id)),
      news: news.get(id) ?? 0,
    }
  })
}

/** Up to where each request was looked at, on whichever device. */
function lastMarks(marks: readonly (Mark | undefined)[]): Map<string, number> {
  const upToById = new Map<string, number>()
  for (const mark of marks) if (mark && mark.upTo > (upToById.get(mark.requestId) ?? 0)) upToById.set(mark.requestId, mark.upTo)
  return upToById
}

type Base = { me: Me | undefined, requests: BaseRequest[], seenElsewhere: (Mark | undefined)[] }

async function readBase(base: FeedDatabase, scope: string, touched: ReadonlySet<string>, only: string | undefined): Promise<Base> {
  const me = await readRow(base, scope, 'me', 'me')
  const rows = new Map<string, RequestRow>()
  for (const row of only === undefined ? await readRows(base, scope, 'request') : [await readRow(base, scope, 'request', only)]) {
    if (row) rows.set(row.id, row)
  }
  const requests: BaseRequest[] = []
  for (const id of new Set([...rows.keys(), ...touched, ...(only === undefined ? [] : [only])])) {
    const row = rows.get(id)
    const events = touched.has(id) || id === only ? await readRows(base, scope, 'event', `${id}/`) : []
    if (row || events.length > 0) requests.push({ id, ...(row ? { row } : {}), events })
  }
  return { me, requests, seenElsewhere: only === undefined ? await readRows(base, scope, 'mark') : [await readRow(base, scope, 'mark', only)] }
}
