import type { Localized } from '#domain/language.ts'
import type { Breakdown, Total } from '#domain/pricing/breakdown.ts'
import { compare, type ComparableLine, type Difference } from '#domain/pricing/compare.ts'
import type { Line, Option } from '#domain/request/commands/parts.ts'
import { linesTaken, mostOf, sumOf } from '#domain/request/totals.ts'

/** A line of either side; the business wrote `label` once in its catalog and once in the proposal. */
export type ComparedLine = ComparableLine & { label: Localized | string, why?: string | undefined }

const fromEstimate = ({ lines, currency, total }: Breakdown) => ({
  currency, total, lines: lines.map(({ id, label, amount, taxRate, quantity, unitPrice }): ComparedLine => ({ id, label, amount, taxRate, quantity, unitPrice })),
})

const fromLine = ({ id, label, amount, taxRate, quantity, why }: Line): ComparedLine =>
  ({ id, label, taxRate, quantity, why, amount: { low: amount, high: amount } })

/** Line by line what a proposal's option makes of the estimate that the client saw; optional lines are left out. */
export function compareWithEstimate(option: Option, estimate: Breakdown): Difference<ComparedLine> {
  const lines = linesTaken(option, [])
  const [low, high] = [sumOf(lines), mostOf(option, [])]
  const total: Total = low === high ? { kind: 'firm', amount: low } : { kind: 'range', low, high, because: [] }
  return compare<ComparedLine>(fromEstimate(estimate), { currency: estimate.currency, lines: lines.map(fromLine), total })
}

/** Where a total lies against the estimate; `by` in minor units. Undefined where the estimate had no figure to hold to. */
export function placeOf(total: number, estimate: Total): { place: 'inside' } | { place: 'above' | 'below', by: number } | undefined {
  if (estimate.kind === 'request') return undefined
  const low = estimate.kind === 'range' ? estimate.low : estimate.amount
  const high = estimate.kind === 'range' ? estimate.high : estimate.kind === 'from' ? Infinity : estimate.amount
  if (total > high) return { place: 'above', by: total - high }
  if (total < low) return { place: 'below', by: low - total }
  return { place: 'inside' }
}
