import type { ErrorCode } from '#protocol/errors.ts'
import type { CommandResult } from '#protocol/results.ts'
import type { StoredCommand } from './outbox-database.ts'
import type { PendingCommand } from './project.ts'

/** `unsendable`: the server takes no call with this command, whatever it asks for. */
export type WhyAttention = Extract<CommandResult, { kind: 'rejected' | 'parked' }> | { kind: 'unsendable', code: ErrorCode }

/**
 * A command that was refused or set aside, with everything its writer wrote. `waitsFor`: the `mid` of another one here, without which it
 * makes no sense.
 */
export type AttentionItem = { reader: string, command: StoredCommand, result: WhyAttention, waitsFor?: string }

/** Whether a command waits for its writer rather than for the server. */
export const isInAttention = ({ state, setAside }: StoredCommand): boolean => state === 'attention' || (state === 'queued' && setAside !== undefined)

/** What waits for its writer among these commands, as the screens show it. */
export function attentionOf(reader: string, commands: readonly PendingCommand[]): AttentionItem[] {
  const waiting = commands.filter(isInAttention)
  const mids = new Set(waiting.map(command => command.mid))
  return waiting.flatMap(({ result, ...command }) => {
    const why = whyOf(command, result)
    const waitsFor = command.dependsOn?.find(mid => mids.has(mid))
    return why ? [{ reader, command, result: why, ...(waitsFor === undefined ? {} : { waitsFor }) }] : []
  })
}

function whyOf({ setAside }: StoredCommand, result: CommandResult | undefined): WhyAttention | undefined {
  if (result?.kind === 'rejected' || result?.kind === 'parked') return result
  return setAside === undefined ? undefined : { kind: 'unsendable', code: setAside }
}
