import type { Millis } from '#domain/ids.ts'
import { mintId } from './mint.ts'
import type { OutboxDatabase, OutboxMeta, StoredCommand } from './outbox-database.ts'

/** The outbox's own row, made at first need. Must run in a transaction that may write `meta`. */
export async function ensureMeta(outbox: OutboxDatabase, now: Millis): Promise<OutboxMeta> {
  const known = await outbox.meta.get('outbox')
  if (known) return known
  const meta: OutboxMeta = { id: 'outbox', sender: mintId(now), nextSeq: 1, nextOrder: 1 }
  await outbox.meta.add(meta)
  return meta
}

/** Commands in the order in which they were written. */
export const inOrder = (commands: StoredCommand[]): StoredCommand[] => commands.sort((a, b) => a.order - b.order)

export const readQueued = async (outbox: OutboxDatabase): Promise<StoredCommand[]> =>
  inOrder(await outbox.commands.where('state').equals('queued').toArray())

/**
 * Goes on as a new sender, when the server's count and ours cannot be reconciled: what is unsent is numbered anew, its `mid`s stay, so that
 * nothing takes effect twice. `isServerRestored`: what was accepted but has not arrived is offered again too, its versions count no more.
 */
export async function startAsNewSender(outbox: OutboxDatabase, now: Millis, isServerRestored = false): Promise<void> {
  await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, async () => {
    const meta = await ensureMeta(outbox, now)
    const unsent = inOrder(await outbox.commands.where('state').anyOf(isServerRestored ? ['queued', 'applied'] : ['queued']).toArray())
    const sender = mintId(now)
    await outbox.commands.bulkPut(unsent.map((command, index) => ({ ...command, sender, seq: index + 1, state: 'queued' as const })))
    await outbox.results.bulkDelete(unsent.map(command => command.mid))
    const epochBefore = isServerRestored ? undefined : meta.epoch ?? meta.epochBefore
    await outbox.meta.put({ id: 'outbox', sender, nextSeq: unsent.length + 1, nextOrder: meta.nextOrder, ...(epochBefore ? { epochBefore } : {}) })
  })
}

/** The sender has to greet the server again before anything else. */
export async function forgetRegistration(outbox: OutboxDatabase): Promise<void> {
  await outbox.meta.where('id').equals('outbox').modify(meta => {
    if (meta.epoch === undefined) return
    meta.epochBefore = meta.epoch
    delete meta.epoch
  })
}
