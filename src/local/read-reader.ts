import type { Millis } from '#domain/ids.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { eventKey, type Me } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import { attentionOf, isInAttention, type AttentionItem } from './attention.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { FeedDatabase } from './feed-database.ts'
import type { OutboxDatabase } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { project, type BaseRequest, type PendingCommand, type Projected } from './project.ts'
import { loadContext } from './project-context.ts'
import { readRow, readRows, readRowsBetween } from './read-rows.ts'

/** A projected request with whose it is, what of it was refused, and how many events of others nobody here has seen. */
export type ProjectedRequest = Projected & { reader: string, isTaken: boolean, attention: AttentionItem[], news: number }

const lastNumber = 99_999_999

/** Commands that have a say in what is shown, in their order, with their results. */
async function readPending(outbox: OutboxDatabase): Promise<{ pending: PendingCommand[], attention: PendingCommand[] }> {
  const [commands, results] = await outbox.transaction('r', outbox.commands, outbox.results, async () => {
    const found = inOrder(await outbox.commands.where('state').anyOf('queued', 'applied', 'attention').toArray())
    return [found, await outbox.results.bulkGet(found.map(command => command.mid))] as const
  })
  const all = commands.filter(command => (!command.isVoided || command.setAside !== undefined) && command.withdraws === undefined)
    .map((command): PendingCommand => {
      const found = results.find(result => result?.mid === command.mid)
      return found ? { ...command, result: found.result } : command
    })
  return {
    pending: all.filter(command => !isInAttention(command) || command.name === 'submit'),
    attention: all.filter(isInAttention),
  }
}

/**
 * Everything of one reader, projected; `only` narrows it to one request, with its events. The outbox must be read before the base: the other
 * way round, a command that arrives in between would be in neither.
 */
export async function readReader(storage: DeviceStorage, reader: Reader, now: Millis, only?: string): Promise<ProjectedRequest[]> {
  const outbox = storage.outboxOf(reader.id)
  const isWanted = (command: PendingCommand) => only === undefined || command.requestId === only
  const { pending: allPending, attention: allAttention } = await readPending(outbox)
  const pending = allPending.filter(isWanted)
  const attention = allAttention.filter(isWanted)
  const seen = new Map((await outbox.seen.toArray()).map(mark => [mark.requestId, mark.upTo]))
  const touched = new Set(pending.map(command => command.requestId))
  const base = storage.baseOf(reader.id)
  // The arrow is async because Dexie keeps its transaction over native awaits only in a function that it can tell to be so.
  const { me, requests } = await base.transaction('r', base.rows, base.feeds, async () => readBase(base, readerScope(reader.id), touched, only))
  const contextFor = pending.length > 0
    ? await loadContext(storage.content, reader, me, now, requests.filter(request => touched.has(request.id)), pending)
    : () => { throw new Error('Nothing is pending') }
  const projected: ProjectedRequest[] = []
  for (const request of project(requests, pending, contextFor)) {
    const { id } = request.request
    projected.push({
      ...request,
      reader: reader.id,
      isTaken: requests.some(candidate => candidate.id === id) || !attention.some(command => command.requestId === id && command.name === 'submit'),
      attention: attentionOf(reader.id, attention.filter(command => command.requestId === id)),
      news: await countNews(base, reader, request.request, seen.get(id) ?? 0),
    })
  }
  return projected
}

async function readBase(base: FeedDatabase, scope: string, touched: ReadonlySet<string>, only: string | undefined): Promise<{ me: Me | undefined, requests: BaseRequest[] }> {
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
  return { me, requests }
}

async function countNews(base: FeedDatabase, reader: Reader, { id, lastEvent }: RequestRow, seenUpTo: number): Promise<number> {
  if (lastEvent <= seenUpTo) return 0
  const events = await readRowsBetween(base, readerScope(reader.id), 'event', eventKey(id, seenUpTo + 1), eventKey(id, lastNumber))
  return events.filter(({ by }) => by.kind !== 'member' || by.id !== reader.id).length
}
