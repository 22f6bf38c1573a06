import type { Millis } from '#domain/ids.ts'
import { attentionOf, isInAttention, type AttentionItem } from './attention.ts'
import { letGo, takeBack } from './let-go.ts'
import type { OutboxFile, StoredCommand } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { outboxesOf } from './moved-guests.ts'
import { findVisible } from './readers.ts'
import { serverNow } from './server-clock.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

export type { AttentionItem } from './attention.ts'

/** Something saved that the business does not have. */
export type WaitingItem = { reader: string, command: StoredCommand }
/** A file on its way, or one that cannot go. */
export type WaitingFile = { reader: string, file: OutboxFile }
/** `tooLate`: what its writer let go of although the business had it already; until they say that they know. */
export type OutboxView = { waiting: WaitingItem[], files: WaitingFile[], attention: AttentionItem[], tooLate: WaitingItem[] }

const isWaiting = ({ state, isVoided, withdraws }: StoredCommand) => state === 'queued' && !isVoided && withdraws === undefined

/** Everything that waits to be sent, and everything that was refused, of all who are shown on this device; oldest first. */
export async function readOutbox(): Promise<OutboxView> {
  const storage = await useStorage()
  const view: OutboxView = { waiting: [], files: [], attention: [], tooLate: [] }
  const visible = await findVisible(storage)
  for (const { id: reader, outbox } of (await Promise.all(visible.map(({ id }) => outboxesOf(storage, id)))).flat()) {
    const commands = inOrder(await outbox.commands.where('state').anyOf('queued', 'attention').toArray())
    view.waiting.push(...commands.filter(isWaiting).map(command => ({ reader, command })))
    view.files.push(...(await outbox.files.where('state').anyOf('kept', 'refused', 'damaged').toArray()).map(file => ({ reader, file })))
    const set = commands.filter(isInAttention)
    const results = await outbox.results.bulkGet(set.map(command => command.mid))
    view.attention.push(...attentionOf(reader, set.map((command, index) => ({ ...command, ...(results[index] ? { result: results[index].result } : {}) }))))
    view.tooLate.push(...inOrder(await outbox.commands.where('tooLateAt').above(0).toArray()).map(command => ({ reader, command })))
  }
  return view
}

/** How many commands wait to be sent, for the bar and before a sign-out; hidden guests and readers whose session ended count as well. */
export async function countUnsent(): Promise<number> {
  const storage = await useStorage()
  let count = 0
  for (const { id } of await storage.device.readers.toArray()) {
    count += await storage.outboxOf(id).commands.where('state').equals('queued').filter(isWaiting).count()
  }
  return count
}

/**
 * Lets go of a command and of all that makes no sense without it. One that waits is sent as `void` in its place, a parked one is withdrawn; if the
 * server has carried it out already, that stands and is told (`tooLate`).
 */
export async function discardCommand(reader: string, mid: string, now: Millis = serverNow()): Promise<void> {
  await letGo((await useStorage()).outboxOf(reader), mid, now)
  wake('write')
}

/** Takes a discard back. False when it is too late, because the server may know of it: then it has to be sent as a new one. */
export async function restoreCommand(reader: string, mid: string, now: Millis = serverNow()): Promise<boolean> {
  const isBack = await takeBack((await useStorage()).outboxOf(reader), mid, now)
  if (isBack) wake('write')
  return isBack
}

/** The writer has read that the business had it already. */
export async function dismissTooLate(reader: string, mid: string): Promise<void> {
  await (await useStorage()).outboxOf(reader).commands.where('mid').equals(mid).modify(command => { delete command.tooLateAt })
}
