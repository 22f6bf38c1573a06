import type { Millis } from '#domain/ids.ts'
import { appendCommand, bodyOf } from './append-command.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { inOrder } from './outbox-meta.ts'

const change = (outbox: OutboxDatabase, mid: string, task: (command: StoredCommand) => Promise<void>) =>
  outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, async () => {
    for (const command of await together(outbox, mid)) await task(command)
  })

/** A command with all that makes no sense without it: what depends on it, and with a request's first one everything written on that request. */
async function together(outbox: OutboxDatabase, mid: string): Promise<StoredCommand[]> {
  const command = await outbox.commands.get(mid)
  if (!command) return []
  const mids = new Set([mid])
  const candidates = inOrder(await outbox.commands.where('state').anyOf('queued', 'attention', 'discarded').toArray())
  return candidates.filter(candidate => {
    const belongs = candidate.mid === mid || (command.name === 'submit' && candidate.requestId === command.requestId)
      || candidate.dependsOn?.some(needed => mids.has(needed))
    if (belongs) mids.add(candidate.mid)
    return belongs === true && candidate.withdraws === undefined
  })
}

/** See `discardCommand`. */
export const letGo = (outbox: OutboxDatabase, mid: string, now: Millis): Promise<void> =>
  change(outbox, mid, async command => {
    const isParked = command.state === 'attention' && (await outbox.results.get(command.mid))?.result.kind === 'parked'
    if (command.state === 'queued') {
      const { setAside: _known, ...rest } = command
      await outbox.commands.put({ ...rest, isVoided: true, changedAt: now })
    } else if (isParked) {
      await outbox.commands.update(command.mid, { state: 'discarded', isVoided: true, changedAt: now })
      await appendCommand(outbox, bodyOf(command), { requestId: command.requestId, withdraws: command.mid }, now)
    } else if (command.state === 'attention') {
      await outbox.commands.update(command.mid, { state: 'discarded', changedAt: now })
    }
  })

/** See `restoreCommand`. */
export async function takeBack(outbox: OutboxDatabase, mid: string, now: Millis): Promise<boolean> {
  let isBack = false
  await change(outbox, mid, async command => {
    // What it was let go of with makes no sense without it.
    if ((isBack || command.mid === mid) && await takeOneBack(outbox, command, now)) isBack = true
  })
  return isBack
}

async function takeOneBack(outbox: OutboxDatabase, command: StoredCommand, now: Millis): Promise<boolean> {
  const { isVoided, ...rest } = command
  if (command.replacedBy !== undefined) return false
  if (command.state === 'queued') {
    if (!isVoided || command.setAside !== undefined || command.wasVoidSent) return false
    await outbox.commands.put({ ...rest, changedAt: now })
    return true
  }
  if (command.state !== 'discarded') return false
  const result = (await outbox.results.get(command.mid))?.result
  if (result?.kind === 'parked' && !await dropWithdrawal(outbox, command, now)) return false
  if (result?.kind !== 'parked' && result?.kind !== 'rejected' && command.setAside === undefined) return false
  await outbox.commands.put({ ...(command.setAside === undefined ? rest : command), state: 'attention', changedAt: now })
  return true
}

/** A withdrawal that was not sent yet is none, but its number is taken. */
async function dropWithdrawal(outbox: OutboxDatabase, { mid, requestId }: StoredCommand, now: Millis): Promise<boolean> {
  const onRequest = await outbox.commands.where('requestId').equals(requestId).toArray()
  const withdrawal = onRequest.find(command => command.withdraws === mid && !command.isVoided)
  if (withdrawal?.state !== 'queued' || withdrawal.wasVoidSent) return false
  await outbox.commands.update(withdrawal.mid, { isVoided: true, changedAt: now })
  return true
}
