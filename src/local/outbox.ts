import type { Millis } from '#domain/ids.ts'
import type { OutboxDatabase, OutboxFile, StoredCommand } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { toAttention, type AttentionItem } from './read-reader.ts'
import { findVisible } from './readers.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

export type { AttentionItem } from './read-reader.ts'

/** Something saved that the business does not have. */
export type WaitingItem = { reader: string, command: StoredCommand }
/** A file on its way, or one that cannot go. */
export type WaitingFile = { reader: string, file: OutboxFile }
export type OutboxView = { waiting: WaitingItem[], files: WaitingFile[], attention: AttentionItem[] }

/** Everything that waits to be sent, and everything that was refused, of all who are shown on this device; oldest first. */
export async function readOutbox(): Promise<OutboxView> {
  const storage = await useStorage()
  const view: OutboxView = { waiting: [], files: [], attention: [] }
  for (const { id: reader } of await findVisible(storage)) {
    const outbox = storage.outboxOf(reader)
    const commands = inOrder(await outbox.commands.where('state').anyOf('queued', 'attention').toArray())
    view.waiting.push(...commands.filter(command => command.state === 'queued' && !command.isVoided).map(command => ({ reader, command })))
    view.files.push(...(await outbox.files.where('state').anyOf('kept', 'refused', 'damaged').toArray()).map(file => ({ reader, file })))
    const results = await outbox.results.bulkGet(commands.map(command => command.mid))
    view.attention.push(...commands.flatMap((command, index) => (command.state === 'attention' && results[index] ? toAttention(reader, { ...command, result: results[index].result }) : [])))
  }
  return view
}

/** How many commands wait to be sent, for the bar and before a sign-out; hidden guests and readers whose session ended count as well. */
export async function countUnsent(): Promise<number> {
  const storage = await useStorage()
  let count = 0
  for (const { id } of await storage.device.readers.toArray()) {
    count += await storage.outboxOf(id).commands.where('state').equals('queued').filter(command => !command.isVoided).count()
  }
  return count
}

const change = async (reader: string, mid: string, task: (outbox: OutboxDatabase, command: StoredCommand) => Promise<void>) => {
  const storage = await useStorage()
  const outbox = storage.outboxOf(reader)
  await outbox.transaction('rw', outbox.commands, outbox.results, async () => {
    const command = await outbox.commands.get(mid)
    if (command) await task(outbox, command)
  })
}

/**
 * Lets go of a command. A refused one is put away; one that waits is sent as `void` in its place, so that no number is missing; if the server
 * has it already, that result wins. With a request's first command all that waits behind it is let go.
 */
export async function discardCommand(reader: string, mid: string, now: Millis = Date.now()): Promise<void> {
  await change(reader, mid, async (outbox, command) => {
    const together = command.name === 'submit' ? await outbox.commands.where('requestId').equals(command.requestId).toArray() : [command]
    for (const { mid: each, state } of together) {
      if (state === 'queued') await outbox.commands.update(each, { isVoided: true, changedAt: now })
      if (state === 'attention') await outbox.commands.update(each, { state: 'discarded', changedAt: now })
    }
  })
  wake('write')
}

/** Takes a discard back. False when it is too late, because the server knows the command as void: then it has to be sent as a new one. */
export async function restoreCommand(reader: string, mid: string, now: Millis = Date.now()): Promise<boolean> {
  let isRestored = false
  await change(reader, mid, async (outbox, command) => {
    const together = command.name === 'submit' ? await outbox.commands.where('requestId').equals(command.requestId).toArray() : [command]
    for (const each of together) {
      const result = (await outbox.results.get(each.mid))?.result
      if (each.state === 'queued' && each.isVoided && !each.wasVoidSent) await outbox.commands.put(withoutVoid(each, now))
      else if (each.state === 'discarded' && (result?.kind === 'rejected' || result?.kind === 'parked')) await outbox.commands.put({ ...withoutVoid(each, now), state: 'attention' })
      else continue
      isRestored ||= each.mid === mid
    }
  })
  if (isRestored) wake('write')
  return isRestored
}

function withoutVoid({ isVoided: _isVoided, ...command }: StoredCommand, now: Millis): StoredCommand {
  return { ...command, changedAt: now }
}
