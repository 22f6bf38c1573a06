import type { Millis } from '#domain/ids.ts'
import { maxParkedPerPull } from '#protocol/messages.ts'
import type { CommandResult } from '#protocol/results.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { CommandState, OutboxDatabase, OutboxMeta, StoredCommand } from './outbox-database.ts'
import { readQueued } from './outbox-meta.ts'
import { sendDependantsAgain } from './send-again.ts'

function stateAfter(command: StoredCommand, result: CommandResult): CommandState {
  switch (result.kind) {
    case 'applied': return 'applied'
    case 'void': return command.setAside === undefined ? 'discarded' : 'attention'
    case 'rejected': case 'parked': return (command.isVoided && command.setAside === undefined) || command.withdraws !== undefined ? 'discarded' : 'attention'
    default: return result satisfies never
  }
}

const isOf = ({ files = [] }: StoredCommand, { id }: { id: string }) => files.some(file => file.id === id)

/** The server's word wins over a discard that came too late, and is told. */
function after(command: StoredCommand, result: CommandResult, now: Millis): StoredCommand {
  const next = { ...command, state: stateAfter(command, result), changedAt: now }
  if (result.kind !== 'applied' || !command.isVoided || command.withdraws !== undefined) return next
  const { isVoided: _over, setAside: _taken, ...rest } = next
  return { ...rest, tooLateAt: now }
}

/** Only `parked` may be resolved later, or be the answer once more where another sender has asked. */
const mayReplace = (known: CommandResult, result: CommandResult, { state }: StoredCommand) => known.kind === 'parked' && (result.kind !== 'parked' || state === 'queued')

/**
 * Keeps what became of commands. A result is final and stays the first one, but for `parked`, which may be resolved later; answers
 * that come late, twice or out of order change nothing.
 */
export async function keepResults(outbox: OutboxDatabase, results: readonly { mid: string, result: CommandResult }[], now: Millis): Promise<void> {
  if (results.length === 0) return
  await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, outbox.files, async () => {
    for (const { mid, result } of results) {
      const command = await outbox.commands.get(mid)
      const known = await outbox.results.get(mid)
      if (!command || (known && !mayReplace(known.result, result, command))) continue
      await outbox.results.put({ mid, result, at: now })
      await outbox.commands.put(after(command, result, now))
      if (result.kind !== 'applied') continue
      // What was to take its place took along the files, which the server knows as this command's.
      if (command.replacedBy !== undefined) await outbox.files.where('mid').equals(command.replacedBy).filter(file => isOf(command, file)).modify({ mid })
      if (known) await sendDependantsAgain(outbox, mid, now)
    }
  })
}

/** The parked commands whose late results a pull asks for. */
export async function parkedMids(outbox: OutboxDatabase): Promise<string[]> {
  const candidates = await outbox.commands.where('state').anyOf('attention', 'discarded').filter(command => command.state === 'attention' || command.isVoided === true).toArray()
  const results = await outbox.results.bulkGet(candidates.map(command => command.mid))
  return results.flatMap(row => (row?.result.kind === 'parked' ? [row.mid] : [])).slice(0, maxParkedPerPull)
}

/** Up to which `seq` of this sender every result is here. */
export async function resultsKnown(outbox: OutboxDatabase, meta: OutboxMeta): Promise<number> {
  const [first] = await readQueued(outbox)
  return (first?.seq ?? meta.nextSeq) - 1
}

/**
 * Takes commands out of the overlay whose effect is in the base: their feed has been whole at the version that their result names,
 * or it names none of ours. `owner`: whose base that is, where a guest's outbox goes on as a member's. Must come after the page is on the disk, never at the push's answer, or the own entry would blink out.
 */
export async function markArrived(storage: DeviceStorage, reader: string, now: Millis, owner = reader): Promise<void> {
  const scope = readerScope(owner)
  const settled = (await storage.baseOf(owner).feeds.get(scope))?.settled ?? 0
  const outbox = storage.outboxOf(reader)
  await outbox.transaction('rw', outbox.commands, outbox.results, async () => {
    const waiting = await outbox.commands.where('state').equals('applied').toArray()
    const results = await outbox.results.bulkGet(waiting.map(command => command.mid))
    const arrived = waiting.filter((_command, index) => {
      const result = results[index]?.result
      // What names the scope of a guest that was moved arrives when the member's base takes over.
      const isElsewhere = result?.kind === 'applied' && owner !== reader && readerScope(reader) in result.scopes
      return result?.kind === 'applied' && !isElsewhere && (result.scopes[scope] ?? 0) <= settled
    })
    await outbox.commands.bulkPut(arrived.map(command => ({ ...command, state: 'arrived' as const, changedAt: now })))
  })
}
