import type { PushedCommand } from '#protocol/command.ts'
import type { Restored } from '#protocol/messages.ts'

/** How long after a restore a journalled command counts from when it first came, and how far back that may lie. */
export const journalWindowMs = 30 * 24 * 60 * 60 * 1000

/**
 * When a command came that is offered again after a restore: what its first result said, as far as that can be true. It must lie between
 * the backup and the restore, for what came before is known, and what came later has no first result. Else nothing: it comes now.
 */
export function firstArrival(command: PushedCommand, restored: Restored | undefined, now: number): number | undefined {
  if (!restored || 'wrongField' in command || command.firstAt === undefined) return undefined
  const { firstAt } = command
  const isInWindow = now - restored.restoredAt <= journalWindowMs && now - firstAt <= journalWindowMs
  return isInWindow && firstAt >= restored.backedUpAt && firstAt <= Math.min(restored.restoredAt, now) ? firstAt : undefined
}
