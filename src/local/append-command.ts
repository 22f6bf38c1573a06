import type { Millis } from '#domain/ids.ts'
import type { Command } from '#domain/request/command.ts'
import { mintId } from './mint.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { ensureMeta } from './outbox-meta.ts'

type More = Pick<StoredCommand, 'requestId'> & Partial<Pick<StoredCommand, 'dependsOn' | 'withdraws'>>

/** Puts a command at the end of the queue. Must run in a transaction that may write `meta` and `commands`. */
export async function appendCommand(outbox: OutboxDatabase, body: Command, { requestId, dependsOn = [], withdraws }: More, now: Millis): Promise<StoredCommand> {
  const meta = await ensureMeta(outbox, now)
  const stored: StoredCommand = {
    ...body, requestId, mid: mintId(now), order: meta.nextOrder, sender: meta.sender, seq: meta.nextSeq, at: now,
    ...(dependsOn.length ? { dependsOn } : {}), ...(withdraws === undefined ? {} : { withdraws }), state: 'queued', changedAt: now,
  }
  await outbox.meta.update('outbox', { nextSeq: meta.nextSeq + 1, nextOrder: meta.nextOrder + 1 })
  await outbox.commands.add(stored)
  return stored
}

/** What a stored command asks for, without where it stands: for asking it once more. */
export const bodyOf = ({ name, args, files }: StoredCommand): Command => ({ name, args, ...(files?.length ? { files } : {}) }) as Command
