import type { Millis } from '#domain/ids.ts'
import type { Line } from '#domain/request/commands/parts.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { agreedLinesById } from '#domain/request/totals.ts'

const dayMs = 24 * 60 * 60 * 1000

/** A warranty as a thing: how long it still lasts and the work and parts that it covers. */
export type Warranty = { until: Millis, daysLeft: number, covers: string[] }

/** The lines that were really done, and not taken off; what was agreed where no final lines are known. */
export function warrantyOf(request: RequestRow, now: Millis): Warranty | undefined {
  const { warrantyUntil, result } = request
  if (warrantyUntil === undefined) return undefined
  const lines: readonly Line[] = result?.lines ?? [...agreedLinesById(request).values()]
  const covers = lines.filter(({ amount, kind }) => amount > 0 && (kind === 'labour' || kind === 'part')).map(({ label }) => label)
  return { until: warrantyUntil, daysLeft: Math.max(0, Math.ceil((warrantyUntil - now) / dayMs)), covers }
}
