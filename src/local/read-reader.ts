import type { Millis } from '#domain/ids.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Mark } from '#protocol/rows.ts'
import { attentionOf, isInAttention, type AttentionItem } from './attention.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import { findMoved, outboxesOf, type HeldOutbox } from './moved-guests.ts'
import { countNews } from './news.ts'
import { inOrder } from './outbox-meta.ts'
import { project, type PendingCommand, type Projected } from './project.ts'
import { aliasesOf, loadContext } from './project-context.ts'
import { readBases } from './read-bases.ts'

/** A projected request with whose it is, what of it was refused, and how many events of others nobody here has seen. */
export type ProjectedRequest = Projected & { reader: string, isTaken: boolean, attention: AttentionItem[], news: number }

/** A command with the outbox that it lies in: the reader's own, or that of a guest who became the reader. */
type HeldCommand = PendingCommand & { holder: string }

const withoutHolder = ({ holder: _holder, ...command }: HeldCommand): PendingCommand => command

/** The base is of before a restore: a number that the restored server gave tells nothing of it. */
function withoutNumber(command: HeldCommand): HeldCommand {
  if (command.result?.kind !== 'applied') return command
  const { event: _number, ...result } = command.result
  return { ...command, result }
}

/** Commands that have a say in what is shown, in their order, with their results. */
async function readPending({ id: holder, outbox }: HeldOutbox): Promise<{ pending: HeldCommand[], attention: HeldCommand[] }> {
  const [commands, results] = await outbox.transaction('r', outbox.commands, outbox.results, async () => {
    const found = inOrder(await outbox.commands.where('state').anyOf('queued', 'applied', 'attention').toArray())
    return [found, await outbox.results.bulkGet(found.map(command => command.mid))] as const
  })
  const all = commands
    .map((command, index): HeldCommand => ({ ...command, holder, ...(results[index] && command.state !== 'queued' ? { result: results[index].result } : {}) }))
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
  const outboxes = await outboxesOf(storage, reader.id)
  const isWanted = (command: PendingCommand) => only === undefined || command.requestId === only
  const held = await Promise.all(outboxes.map(readPending))
  const waiting = held.flatMap(part => part.pending).filter(isWanted)
  const attention = held.flatMap(part => part.attention).filter(isWanted)
  const seenHere = await readSeen(outboxes, only)
  const touched = new Set(waiting.map(command => command.requestId))
  const { me, requests, holderById, seenElsewhere, isOutdated } = await readBases(storage, reader, touched, only)
  const pending = isOutdated ? waiting.map(withoutNumber) : waiting
  const moved = await findMoved(storage, reader.id)
  const contextFor = pending.length > 0
    ? await loadContext(storage.content, { reader, me, moved }, now, requests.filter(request => touched.has(request.id)), pending)
    : () => { throw new Error('Nothing is pending') }
  const shown = project(requests, pending, contextFor).filter(({ request }) => isShown(request))
  const seenById = lastMarks([...seenHere, ...seenElsewhere])
  const own = [reader.id, ...aliasesOf(me, moved)]
  const news = new Map<string, number>()
  for (const holder of new Set([reader.id, ...holderById.values()])) {
    const its = shown.flatMap(({ request }) => (holderById.get(request.id) === holder ? [request] : []))
    for (const [id, count] of await countNews(storage.baseOf(holder), { id: holder, own }, its, seenById)) news.set(id, count)
  }
  const taken = new Set(requests.map(request => request.id))
  return shown.map(request => {
    const { id } = request.request
    return {
      ...request,
      reader: reader.id,
      isTaken: taken.has(id) || !attention.some(command => command.requestId === id && command.name === 'submit'),
      attention: outboxes.flatMap(outbox => attentionOf(outbox.id, attention.filter(command => command.requestId === id && command.holder === outbox.id).map(withoutHolder))),
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

const readSeen = async (outboxes: readonly HeldOutbox[], only: string | undefined): Promise<(Mark | undefined)[]> =>
  (await Promise.all(outboxes.map(async ({ outbox }) => (only === undefined ? outbox.seen.toArray() : [await outbox.seen.get(only)])))).flat()
