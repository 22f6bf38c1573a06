import type { BreakdownLine, Span, TaxShare } from './breakdown.ts'
import { leastSure } from './certainty.ts'
import { minimumLineId } from './check-lines.ts'
import type { LineGroup, ModelLine } from './line.ts'
import type { PriceModel } from './model.ts'
import type { Outcome } from './outcome.ts'
import type { LinePrice } from './price-line.ts'

/** Amounts at both ends as plain integers. */
export const span = (low: bigint, high: bigint): Span => ({ low: Number(low), high: Number(high) })

/** All lines that count at the low or at the high end, in the model's order, the minimum last. */
export function breakdownLines(model: PriceModel, low: Outcome, high: Outcome): BreakdownLine[] {
  const lines = model.lines.flatMap(line => {
    const ends = endsOf(line.id, low, high)
    if (ends === undefined) return []
    return [{
      id: line.id,
      label: line.label,
      kind: line.kind,
      group: groupOf(line),
      ...figures(ends, low === high),
      taxRate: line.taxRate ?? model.tax.rate,
      ...(line.why === undefined ? {} : { why: line.why }),
    }]
  })
  const lift = endsOf(minimumLineId, low, high)
  if (lift === undefined || model.minimum === undefined) return lines
  const { label, why } = model.minimum
  return [...lines, {
    id: minimumLineId, label, kind: 'minimum', group: 'other', ...figures(lift, low === high),
    taxRate: model.tax.rate, ...(why === undefined ? {} : { why }),
  }]
}

type Ends = { low: LinePrice | undefined, high: LinePrice | undefined, any: LinePrice }

function endsOf(id: string, low: Outcome, high: Outcome): Ends | undefined {
  const ends = { low: low.pricesById.get(id), high: high.pricesById.get(id) }
  const any = ends.low ?? ends.high
  return any === undefined ? undefined : { ...ends, any }
}

/** Quantity and unit price are told only where both ends agree on them. */
function figures({ low, high, any }: Ends, isOneEnd: boolean) {
  const amount = span(low?.amount ?? 0n, high?.amount ?? 0n)
  const isSure = isOneEnd || amount.low === amount.high && low !== undefined && high !== undefined
  return {
    ...(any.quantity !== undefined && low?.quantity === high?.quantity ? { quantity: any.quantity } : {}),
    ...(any.unit === undefined ? {} : { unit: any.unit }),
    ...(any.unitPrice !== undefined && (low ?? any).unitPrice === (high ?? any).unitPrice ? { unitPrice: any.unitPrice } : {}),
    amount,
    rule: any.rule,
    certainty: leastSure([any.certainty, isSure ? 'firm' : 'estimate']),
  }
}

function groupOf({ group, kind }: ModelLine): LineGroup {
  if (group !== undefined) return group
  if (kind === 'travel') return 'travel'
  return kind === 'material' ? 'part' : 'labour'
}

/** Net and tax by rate, in the order in which the lines bring the rates. */
export function breakdownTaxes(low: Outcome, high: Outcome): TaxShare[] {
  const none = { net: 0n, tax: 0n }
  return [...new Set([...low.taxesByRate.keys(), ...high.taxesByRate.keys()])].map(rate => {
    const [least, most] = [low.taxesByRate.get(rate) ?? none, high.taxesByRate.get(rate) ?? none]
    return { rate, net: span(least.net, most.net), tax: span(least.tax, most.tax) }
  })
}
