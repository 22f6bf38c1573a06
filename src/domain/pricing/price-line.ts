import type { BreakdownLine, Rule } from './breakdown.ts'
import type { Certainty } from './certainty.ts'
import { divideHalfEven, formatDecimal, toThousandths, type Thousandths } from './decimal.ts'
import type { Input } from './input.ts'
import type { ModelLine } from './line.ts'
import type { Value } from './value.ts'

/** The low or the high end of everything that a line leaves open. */
export type End = 'low' | 'high'

type Unit = NonNullable<BreakdownLine['unit']>

/** A line's price at one end; `amount` without the sign that a discount gives it. */
export type LinePrice = {
  amount: bigint
  rule: Rule
  certainty: Certainty
  quantity?: string
  unit?: Unit
  unitPrice?: number
}

/** What lines are priced from: the inputs with their values, and the amounts of the lines before. */
export type Pricing = {
  inputs: readonly Input[]
  values: ReadonlyMap<string, Value>
  amountsById: ReadonlyMap<string, bigint>
}

/** Prices one line, or undefined where it does not apply: its input is not asked, is zero, or the table says none. */
export function priceLine(line: ModelLine, end: End, pricing: Pricing): LinePrice | undefined {
  const { amount, range, from, request, perUnit, tiers, table, percent, credit } = line
  if (amount !== undefined) return { amount: BigInt(amount), rule: 'fixed', certainty: 'firm' }
  if (range !== undefined) return { amount: BigInt(range[end]), rule: 'range', certainty: range.low < range.high ? 'estimate' : 'firm' }
  if (from !== undefined) return { amount: BigInt(from.amount), rule: 'from', certainty: 'from' }
  if (request !== undefined) return { amount: 0n, rule: 'request', certainty: 'request' }
  if (perUnit !== undefined) return priceUnits(perUnit, end, pricing)
  if (tiers !== undefined) return priceTiers(tiers, pricing)
  if (table !== undefined) return priceOption(table, pricing)
  if (percent !== undefined) return { amount: share(percent.of, percent.rate, pricing), rule: 'percent', certainty: 'firm' }
  if (credit !== undefined) return { amount: share(credit.of, '100', pricing), rule: 'credit', certainty: 'firm' }
  return undefined
}

type PerUnit = NonNullable<ModelLine['perUnit']>

function priceUnits(perUnit: PerUnit, end: End, pricing: Pricing): LinePrice | undefined {
  const given = givenQuantity(perUnit, end, pricing)
  if (given === undefined || given === 0n && perUnit.between === undefined) return undefined
  const free = toThousandths(perUnit.from ?? '0')
  const counted = given > free ? given - free : 0n
  const each = toThousandths(perUnit.each ?? '1')
  const isStarted = perUnit.each !== undefined && each > 0n
  const billed = isStarted ? (counted + each - 1n) / each * each : counted
  const unit = perUnit.unit ?? unitOf(perUnit.input, pricing)
  return {
    amount: divideHalfEven(BigInt(perUnit.amount) * billed, isStarted ? each : 1000n),
    rule: 'perUnit',
    certainty: perUnit.between !== undefined && perUnit.between.low !== perUnit.between.high ? 'estimate' : 'firm',
    quantity: formatDecimal(billed),
    ...(unit === undefined ? {} : { unit }),
    ...(each === 1000n ? { unitPrice: perUnit.amount } : {}),
  }
}

function givenQuantity({ input, quantity, between }: PerUnit, end: End, pricing: Pricing): Thousandths | undefined {
  if (input !== undefined) return numberOf(input, pricing)
  return toThousandths(between?.[end] ?? quantity ?? '0')
}

function priceTiers({ input, kind, steps }: NonNullable<ModelLine['tiers']>, pricing: Pricing): LinePrice | undefined {
  const given = numberOf(input, pricing)
  if (given === undefined || given === 0n) return undefined
  const unit = unitOf(input, pricing)
  const reached = steps.find(({ upTo }) => upTo === undefined || given <= toThousandths(upTo)) ?? steps.at(-1)
  let thousandfold = 0n
  let start = 0n
  for (const { upTo, amount } of steps) {
    const end = upTo === undefined || toThousandths(upTo) > given ? given : toThousandths(upTo)
    thousandfold += BigInt(amount) * (end > start ? end - start : 0n)
    start = end
  }
  if (kind === 'volume') thousandfold = BigInt(reached?.amount ?? 0) * given
  return {
    amount: divideHalfEven(thousandfold, 1000n),
    rule: kind,
    certainty: 'firm',
    quantity: formatDecimal(given),
    ...(unit === undefined ? {} : { unit }),
    ...(kind === 'volume' && reached !== undefined ? { unitPrice: reached.amount } : {}),
  }
}

function priceOption({ input, amounts }: NonNullable<ModelLine['table']>, { values }: Pricing): LinePrice | undefined {
  const value = values.get(input)
  const amount = value?.kind === 'choice' && Object.hasOwn(amounts, value.option) ? amounts[value.option] : undefined
  return typeof amount === 'number' ? { amount: BigInt(amount), rule: 'table', certainty: 'firm' } : undefined
}

function share(of: readonly string[], rate: string, { amountsById }: Pricing): bigint {
  const sum = of.reduce((total, id) => total + (amountsById.get(id) ?? 0n), 0n)
  return divideHalfEven(sum * toThousandths(rate), 100_000n)
}

function numberOf(inputId: string, { values }: Pricing): Thousandths | undefined {
  const value = values.get(inputId)
  return value?.kind === 'number' ? value.amount : undefined
}

function unitOf(inputId: string | undefined, { inputs }: Pricing): Unit | undefined {
  const input = inputs.find(({ id }) => id === inputId)
  return input !== undefined && 'unit' in input ? input.unit : undefined
}
