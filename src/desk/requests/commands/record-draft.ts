import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import { viaSchema, type Via } from '#domain/request/commands/parts.ts'
import { fromWallTime, toWallTime } from '../wall-time.ts'

export const viaChannels = viaSchema.entries.channel.options

/** How a spoken yes reached us, while it is typed. `at` by the wall clock of the business. */
export const recordDraftSchema = v.object({ channel: v.picklist(viaChannels), at: v.string(), note: v.string() })
export type RecordDraft = v.InferOutput<typeof recordDraftSchema>

export const beginRecord = (now: Millis, timeZone: string): RecordDraft => ({ channel: 'phone', at: toWallTime(now, timeZone), note: '' })

/** As the command carries it; nothing where the time cannot be read or has not come yet. */
export function readRecord({ channel, at, note }: RecordDraft, now: Millis, timeZone: string): Via | undefined {
  const said = fromWallTime(at, timeZone)
  // The field knows whole minutes, and this machine's clock may be ahead of the server's by a little.
  if (said === undefined || said > now + 5 * 60_000) return undefined
  return { channel, at: said, ...(note.trim() ? { note: note.trim() } : {}) }
}
