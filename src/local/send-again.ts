import type { Millis } from '#domain/ids.ts'
import type { Command } from '#domain/request/command.ts'
import { parseArgs } from '#protocol/command.ts'
import { mintId } from './mint.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { ensureMeta, inOrder } from './outbox-meta.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

/**
 * Puts a new command in the place of one that waits or was refused, with what its writer changed, its files and all that depends on it, in one
 * transaction. The old one goes as `void`, or is put away. Undefined when it is too late: it has a result meanwhile, or was set aside
 * by the server (`parked`), which may still do it. Throws where the arguments break their schema; then nothing was stored.
 */
export const sendAgain = (reader: string, mid: string, args: Command['args'], now: Millis = Date.now()): Promise<StoredCommand | undefined> =>
  putAnew(reader, mid, args, isOpen, now)

/**
 * Takes a discard back that the server may have heard of: the same words, files and dependants as new commands. Undefined where the old one has
 * taken effect after all.
 */
export const renewDiscarded = (reader: string, mid: string, now: Millis = Date.now()): Promise<StoredCommand | undefined> =>
  putAnew(reader, mid, undefined, isLetGo, now)

/** Whether a command may be replaced; one that depends on the first only where it was refused for its sake. */
type Test = (outbox: OutboxDatabase, command: StoredCommand, isFirst: boolean) => Promise<boolean>

async function putAnew(reader: string, mid: string, args: Command['args'] | undefined, mayReplace: Test, now: Millis): Promise<StoredCommand | undefined> {
  const outbox = (await useStorage()).outboxOf(reader)
  const sent = await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, outbox.files, async () => {
    const old = await outbox.commands.get(mid)
    if (!old || !await mayReplace(outbox, old, true)) return undefined
    const parsed = parseArgs(old.name, args ?? old.args)
    if (!parsed.success) throw new TypeError(`${old.name}: ${parsed.issues.map(issue => issue.message).join('; ')}`)
    const midByOld = new Map<string, string>()
    const first = await replace(outbox, { ...old, args: parsed.output } as StoredCommand, midByOld, now)
    for (const command of inOrder(await outbox.commands.where('requestId').equals(old.requestId).toArray())) {
      const isBehind = command.dependsOn?.some(needed => midByOld.has(needed)) && !midByOld.has(command.mid)
      if (isBehind && await mayReplace(outbox, command, false)) await replace(outbox, command, midByOld, now)
    }
    return first
  })
  if (sent) wake('write')
  return sent
}

const isOpen: Test = async ({ results }, { mid, state, isVoided }, isFirst) => {
  if (state === 'queued') return !isVoided
  if (state !== 'attention') return false
  const result = (await results.get(mid))?.result
  return result?.kind === 'rejected' && (isFirst || result.rejection.code === 'dependency')
}

const isLetGo: Test = async ({ results }, { mid, state, isVoided }) => {
  if (state === 'queued') return isVoided === true
  return state === 'discarded' && (await results.get(mid))?.result.kind === 'void'
}

async function replace(outbox: OutboxDatabase, old: StoredCommand, midByOld: Map<string, string>, now: Millis): Promise<StoredCommand> {
  const meta = await ensureMeta(outbox, now)
  const { dependsOn, isVoided: _isVoided, wasVoidSent: _wasVoidSent, ...rest } = old
  const needed = dependsOn?.map(earlier => midByOld.get(earlier) ?? earlier)
  const renewed: StoredCommand = {
    ...rest, mid: mintId(now), order: meta.nextOrder, sender: meta.sender, seq: meta.nextSeq, at: now, state: 'queued', changedAt: now,
    ...(needed?.length ? { dependsOn: needed } : {}),
  }
  await outbox.meta.update('outbox', { nextSeq: meta.nextSeq + 1, nextOrder: meta.nextOrder + 1 })
  await outbox.commands.add(renewed)
  await outbox.commands.update(old.mid, old.state === 'queued' ? { isVoided: true, changedAt: now } : { state: 'discarded', changedAt: now })
  await outbox.files.where('mid').equals(old.mid).modify({ mid: renewed.mid })
  midByOld.set(old.mid, renewed.mid)
  return renewed
}
