import type { Millis } from '#domain/ids.ts'
import type { Command } from '#domain/request/command.ts'
import { parseArgs } from '#protocol/command.ts'
import { appendCommand, bodyOf } from './append-command.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'
import { serverNow } from './server-clock.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

/**
 * Puts a new command in the place of one that waits or was refused, with what its writer changed, its files and all that depends on it, in one
 * transaction. The old one goes as `void`, or is put away; a parked one is withdrawn first, so that not both are carried out. Undefined
 * where it has another result meanwhile. Throws where the arguments break their schema; then nothing was stored.
 */
export const sendAgain = (reader: string, mid: string, args: Command['args'], now: Millis = serverNow()): Promise<StoredCommand | undefined> =>
  putAnew(reader, mid, args, { isIt: isOpen, isBehind: isUnsentOrRefusedForIt }, now)

/**
 * Takes a discard back that the server may have heard of: the same words, files and dependants as new commands. Undefined where the old one has
 * taken effect after all.
 */
export const renewDiscarded = (reader: string, mid: string, now: Millis = serverNow()): Promise<StoredCommand | undefined> =>
  putAnew(reader, mid, undefined, { isIt: isLetGo, isBehind: isLetGo }, now)

/** What was refused because another command had not gone through goes again, now that it has. Must run in a transaction on all tables but `parts`. */
export const sendDependantsAgain = (outbox: OutboxDatabase, mid: string, now: Millis): Promise<void> =>
  replaceDependants(outbox, new Map([[mid, mid]]), isRefusedForIt, now)

type Test = (outbox: OutboxDatabase, command: StoredCommand) => Promise<boolean>

async function putAnew(
  reader: string, mid: string, args: Command['args'] | undefined, { isIt, isBehind }: { isIt: Test, isBehind: Test }, now: Millis,
): Promise<StoredCommand | undefined> {
  const outbox = (await useStorage()).outboxOf(reader)
  const sent = await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, outbox.files, async () => {
    const command = await outbox.commands.get(mid)
    if (!command || !await isIt(outbox, command)) return undefined
    const parsed = parseArgs(command.name, args ?? command.args)
    if (!parsed.success) throw new TypeError(`${command.name}: ${parsed.issues.map(issue => issue.message).join('; ')}`)
    const isParked = command.state === 'attention' && (await outbox.results.get(mid))?.result.kind === 'parked'
    const withdrawal = isParked ? await appendCommand(outbox, bodyOf(command), { requestId: command.requestId, withdraws: mid }, now) : undefined
    const dependsOn = [...(command.dependsOn ?? []), ...(withdrawal ? [withdrawal.mid] : [])]
    const again = await replace(outbox, command, { ...bodyOf(command), args: parsed.output } as Command, dependsOn, now)
    await replaceDependants(outbox, new Map([[mid, again.mid]]), isBehind, now)
    return again
  })
  if (sent) wake('write')
  return sent
}

const isUnsent = ({ state, isVoided, withdraws }: StoredCommand) => state === 'queued' && !isVoided && withdraws === undefined

const isOpen: Test = async (_outbox, command) => command.state === 'attention' || isUnsent(command)

const isLetGo: Test = async ({ results }, { mid, state, isVoided, setAside, withdraws, replacedBy }) => {
  if (withdraws !== undefined || replacedBy !== undefined) return false
  if (state === 'queued') return isVoided === true && setAside === undefined
  return state === 'discarded' && (await results.get(mid))?.result.kind === 'void'
}

const isRefusedForIt: Test = async ({ results }, { mid, state }) => {
  const result = state === 'attention' ? (await results.get(mid))?.result : undefined
  return result?.kind === 'rejected' && result.rejection.code === 'dependency'
}

const isUnsentOrRefusedForIt: Test = async (outbox, command) => isUnsent(command) || isRefusedForIt(outbox, command)

/** A command cannot depend on a later one: those that waited for the old one are asked anew behind the new one. */
async function replaceDependants(outbox: OutboxDatabase, midByOld: Map<string, string>, isBehind: Test, now: Millis): Promise<void> {
  for (const command of inOrder(await outbox.commands.where('state').anyOf('queued', 'attention', 'discarded').toArray())) {
    if (!command.dependsOn?.some(needed => midByOld.has(needed)) || midByOld.has(command.mid) || !await isBehind(outbox, command)) continue
    const again = await replace(outbox, command, bodyOf(command), command.dependsOn.map(needed => midByOld.get(needed) ?? needed), now)
    midByOld.set(command.mid, again.mid)
  }
}

async function replace(outbox: OutboxDatabase, command: StoredCommand, body: Command, dependsOn: string[], now: Millis): Promise<StoredCommand> {
  const again = await appendCommand(outbox, body, { requestId: command.requestId, dependsOn }, now)
  const state = command.state === 'queued' ? 'queued' : 'discarded'
  const { setAside: _known, ...rest } = command
  await outbox.commands.put({ ...rest, state, isVoided: true, replacedBy: again.mid, changedAt: now })
  await outbox.files.where('mid').equals(command.mid).modify({ mid: again.mid })
  return again
}
