import type { Millis } from '#domain/ids.ts'
import type { Command } from '#domain/request/command.ts'
import { parseArgs } from '#protocol/command.ts'
import { appendCommand, bodyOf } from './append-command.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

/**
 * Puts a new command in the place of one that waits or was refused, with what its writer changed, its files and all that depends on it, in one
 * transaction. The old one goes as `void`, or is put away; a parked one is withdrawn first, so that not both are carried out. Undefined
 * where it has another result meanwhile. Throws where the arguments break their schema; then nothing was stored.
 */
export async function sendAgain(reader: string, mid: string, args: Command['args'], now: Millis = Date.now()): Promise<StoredCommand | undefined> {
  const outbox = (await useStorage()).outboxOf(reader)
  const sent = await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, outbox.files, async () => {
    const command = await outbox.commands.get(mid)
    if (!command || !isReplaceable(command)) return undefined
    const parsed = parseArgs(command.name, args)
    if (!parsed.success) throw new TypeError(`${command.name}: ${parsed.issues.map(issue => issue.message).join('; ')}`)
    const result = (await outbox.results.get(mid))?.result
    const withdrawal = result?.kind === 'parked'
      ? await appendCommand(outbox, bodyOf(command), { requestId: command.requestId, withdraws: mid }, now)
      : undefined
    const dependsOn = [...(command.dependsOn ?? []), ...(withdrawal ? [withdrawal.mid] : [])]
    const again = await replace(outbox, command, { ...bodyOf(command), args: parsed.output } as Command, dependsOn, now)
    await replaceDependants(outbox, new Map([[mid, again.mid]]), now)
    return again
  })
  if (sent) wake('write')
  return sent
}

const isReplaceable = ({ state, isVoided, withdraws }: StoredCommand) => state === 'attention' || (state === 'queued' && !isVoided && withdraws === undefined)

/** What was refused because another command had not gone through goes again, now that it has. Must run in a transaction on all tables but `parts`. */
export const sendDependantsAgain = (outbox: OutboxDatabase, mid: string, now: Millis): Promise<void> => replaceDependants(outbox, new Map([[mid, mid]]), now)

/** A command cannot depend on a later one: those that waited for the old one are asked anew behind the new one. */
async function replaceDependants(outbox: OutboxDatabase, midByOld: Map<string, string>, now: Millis): Promise<void> {
  for (const command of inOrder(await outbox.commands.where('state').anyOf('queued', 'attention').toArray())) {
    if (command.withdraws !== undefined || (command.isVoided && command.setAside === undefined)) continue
    if (!command.dependsOn?.some(needed => midByOld.has(needed)) || !await isRefusedOrUnsent(outbox, command, midByOld)) continue
    const again = await replace(outbox, command, bodyOf(command), command.dependsOn.map(needed => midByOld.get(needed) ?? needed), now)
    midByOld.set(command.mid, again.mid)
  }
}

/** Refused only for what it depended on; or not answered, which it will be, unless nothing has changed for it. */
async function isRefusedOrUnsent(outbox: OutboxDatabase, { mid, state, dependsOn = [] }: StoredCommand, midByOld: ReadonlyMap<string, string>): Promise<boolean> {
  if (state === 'queued') return dependsOn.some(needed => (midByOld.get(needed) ?? needed) !== needed)
  const result = (await outbox.results.get(mid))?.result
  return result?.kind === 'rejected' && result.rejection.code === 'dependency'
}

async function replace(outbox: OutboxDatabase, command: StoredCommand, body: Command, dependsOn: string[], now: Millis): Promise<StoredCommand> {
  const again = await appendCommand(outbox, body, { requestId: command.requestId, dependsOn }, now)
  const state = command.state === 'queued' ? 'queued' : 'discarded'
  const { setAside: _known, ...rest } = command
  await outbox.commands.put({ ...rest, state, isVoided: true, replacedBy: again.mid, changedAt: now })
  await outbox.files.where('mid').equals(command.mid).modify({ mid: again.mid })
  return again
}
