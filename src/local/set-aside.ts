import type { Millis } from '#domain/ids.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'

/**
 * Puts a command before its writer with which no call is taken, so that those behind it can go: its number goes out as `void`. False where
 * even that was refused, or somebody else was faster, and there is nothing to set aside.
 */
export const setAside = (outbox: OutboxDatabase, { mid, seq, sender }: StoredCommand, code: ErrorCode, now: Millis): Promise<boolean> =>
  outbox.transaction('rw', outbox.commands, async () => {
    const command = await outbox.commands.get(mid)
    if (command?.state !== 'queued' || command.isVoided || command.withdraws !== undefined || command.seq !== seq || command.sender !== sender) return false
    await outbox.commands.update(mid, { isVoided: true, setAside: code, changedAt: now })
    return true
  })
