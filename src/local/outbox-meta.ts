import type { Millis } from '#domain/ids.ts'
import type { CommandResult } from '#protocol/results.ts'
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
 * Goes on as a new sender, when the server's count and ours cannot be reconciled: what is unsent or parked is numbered anew, its `mid`s stay, so that
 * nothing takes effect twice. `journalSince`: the server was restored from a backup, and all that was accepted and has arrived since then is offered
 * again too: the versions of older results count no more, but the time of the first arrival goes along.
 */
export async function startAsNewSender(outbox: OutboxDatabase, now: Millis, journalSince?: Millis): Promise<void> {
  await outbox.transaction('rw', outbox.meta, outbox.commands, outbox.results, outbox.files, outbox.seen, async () => {
    const meta = await ensureMeta(outbox, now)
    const offered = await findOffered(outbox, journalSince)
    const sender = mintId(now)
    await outbox.commands.bulkPut(offered.map(({ command, result }, index) => ({ ...command, ...arrivalOf(command, result), sender, seq: index + 1, state: 'queued' as const })))
    const mids = offered.map(({ command }) => command.mid)
    // A parked one keeps its result until there is another: what waited for it goes with that.
    await outbox.results.bulkDelete(offered.flatMap(({ command, result }) => (result?.kind === 'parked' ? [] : [command.mid])))
    if (journalSince !== undefined) {
      await outbox.files.where('mid').anyOf(mids).modify(file => {
        delete file.sent
        if (file.state === 'uploaded') file.state = 'offered'
      })
      await outbox.seen.toCollection().modify(mark => { delete mark.told })
    }
    const epochBefore = journalSince === undefined ? meta.epoch ?? meta.epochBefore : undefined
    await outbox.meta.put({ id: 'outbox', sender, nextSeq: offered.length + 1, nextOrder: meta.nextOrder, ...(epochBefore ? { epochBefore } : {}) })
  })
}

type Offered = { command: StoredCommand, result: CommandResult | undefined }

/** What a server that does not know this sender has to be told, in order. */
async function findOffered(outbox: OutboxDatabase, journalSince: Millis | undefined): Promise<Offered[]> {
  const journal = journalSince === undefined ? [] : ['applied' as const, 'arrived' as const]
  const commands = inOrder(await outbox.commands.where('state').anyOf('queued', 'attention', 'discarded', ...journal).toArray())
  const results = await outbox.results.bulkGet(commands.map(command => command.mid))
  return commands.map((command, index) => ({ command, result: results[index]?.result })).filter(({ command, result }) => {
    switch (command.state) {
      case 'queued': case 'applied': return true
      case 'arrived': return command.changedAt >= (journalSince ?? Infinity)
      // Its late result would be told to the old sender alone.
      case 'attention': return result?.kind === 'parked'
      case 'discarded': return result?.kind === 'parked' && command.isVoided === true
      default: return command.state satisfies never
    }
  })
}

const arrivalOf = ({ firstAt }: StoredCommand, result: CommandResult | undefined): { firstAt?: Millis } => {
  const at = firstAt ?? (result?.kind === 'applied' ? result.at : undefined)
  return at === undefined ? {} : { firstAt: at }
}

/** The sender has to greet the server again before anything else. */
export async function forgetRegistration(outbox: OutboxDatabase): Promise<void> {
  await outbox.meta.where('id').equals('outbox').modify(meta => {
    if (meta.epoch === undefined) return
    meta.epochBefore = meta.epoch
    delete meta.epoch
  })
}
