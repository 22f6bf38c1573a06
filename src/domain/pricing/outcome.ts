import { leastSure, type Certainty } from './certainty.ts'
import { minimumLineId } from './check-lines.ts'
import { divideHalfEven, toThousandths } from './decimal.ts'
import { holds, type Situation } from './holds.ts'
import type { ModelLine } from './line.ts'
import type { PriceModel } from './model.ts'
import { priceLine, type End, type LinePrice } from './price-line.ts'

/** Net and tax of all lines with one rate. */
export type TaxSum = { net: bigint, tax: bigint }

/** The whole price for known answers, at one end of what its lines leave open. `total` holds tax. */
export type Outcome = {
  end: End
  pricesById: ReadonlyMap<string, LinePrice>
  subtotal: bigint
  taxesByRate: ReadonlyMap<string, TaxSum>
  total: bigint
  certainty: Certainty
}

/** Prices all lines in their order; the minimum, where it lifts the sum, comes last. */
export function priceAll(model: PriceModel, situation: Situation, end: End): Outcome {
  const pricesById = new Map<string, LinePrice>()
  const amountsById = new Map<string, bigint>()
  const sumsByRate = new Map<string, bigint>()
  const add = (id: string, price: LinePrice, rate: string) => {
    pricesById.set(id, price)
    amountsById.set(id, price.amount)
    sumsByRate.set(rate, (sumsByRate.get(rate) ?? 0n) + price.amount)
  }
  for (const line of model.lines) {
    if (!holds(line.when, situation)) continue
    const rate = line.taxRate ?? model.tax.rate
    const isDiscount = line.kind === 'discount'
    const price = priceLine(line, isDiscount ? opposite[end] : end, { inputs: model.inputs, values: situation.values, amountsById })
    if (price === undefined) continue
    add(line.id, isDiscount ? { ...price, amount: takenOff(line, price, sumsByRate.get(rate) ?? 0n) } : price, rate)
  }
  const lift = BigInt(model.minimum?.amount ?? 0) - sum(sumsByRate.values())
  if (lift > 0n) add(minimumLineId, { amount: lift, rule: 'minimum', certainty: 'firm' }, model.tax.rate)
  return {
    end,
    pricesById,
    ...totals(sumsByRate, model.tax.included),
    certainty: leastSure([...pricesById.values()].map(price => price.certainty)),
  }
}

const opposite = { low: 'high', high: 'low' } as const satisfies Record<End, End>

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n)

/** A fixed discount takes off at most what the lines before it with its tax rate come to. */
function takenOff(line: ModelLine, { amount }: LinePrice, soFar: bigint): bigint {
  const isShare = line.percent !== undefined || line.credit !== undefined
  return isShare || amount <= soFar ? -amount : -soFar
}

function totals(sumsByRate: ReadonlyMap<string, bigint>, isIncluded: boolean) {
  const taxesByRate = new Map<string, TaxSum>()
  for (const [rate, amount] of sumsByRate) {
    const percent = toThousandths(rate)
    const tax = divideHalfEven(amount * percent, isIncluded ? 100_000n + percent : 100_000n)
    taxesByRate.set(rate, { net: isIncluded ? amount - tax : amount, tax })
  }
  const subtotal = sum(sumsByRate.values())
  const tax = sum([...taxesByRate.values()].map(one => one.tax))
  return { subtotal, taxesByRate, total: isIncluded ? subtotal : subtotal + tax }
}
