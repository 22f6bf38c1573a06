import type { DeliveryMode } from '../catalog/delivery-mode.ts'
import type { Millis } from '../ids.ts'
import { ok, type Result } from '../result.ts'
import type { Answers } from './answers.ts'
import type { Because, Breakdown, Total } from './breakdown.ts'
import { breakdownLines, breakdownTaxes, span } from './breakdown-lines.ts'
import { leastSure, type Certainty } from './certainty.ts'
import { divideHalfEven, toThousandths } from './decimal.ts'
import type { PriceModel } from './model.ts'
import { findNarrowing, priceCombinations, type Combination } from './outcomes.ts'
import type { Outcome } from './outcome.ts'
import { readAnswers, type Candidates, type PriceRefusal } from './read-answers.ts'

/** `holidays` are the business's, as local dates such as `2025-12-24`. */
export type PriceContext = {
  priceList: { id: string, validUntil?: Millis }
  mode?: DeliveryMode
  holidays?: readonly string[]
}

/**
 * The price for these answers, the same on every machine. Answers not given take their defaults. Where answers are unknown or
 * lines are ranges, everything has a low and a high end: those of the cheapest and the dearest way it may turn out, each of which
 * is the sum of its lines. A bad or missing answer is refused by the id of its input.
 */
export function calculate(model: PriceModel, answers: Answers, context: PriceContext): Result<Breakdown, PriceRefusal> {
  const candidates = readAnswers(model, answers, context.holidays ?? [])
  if (!candidates.ok) return candidates
  const combinations = priceCombinations(model, candidates.value, context.mode)
  if (!combinations.ok) return combinations
  const { low, high } = findEnds(combinations.value)
  const total = totalOf(model, context, combinations.value, candidates.value)
  const most = mostOf(model, total)
  const deposit = depositOf(model, total)
  return ok({
    currency: model.currency,
    ...(context.mode === undefined ? {} : { mode: context.mode }),
    lines: breakdownLines(model, low, high),
    subtotal: span(low.subtotal, high.subtotal),
    taxIncluded: model.tax.included,
    taxes: breakdownTaxes(low, high),
    total,
    ...(most === undefined ? {} : { most }),
    ...(deposit === undefined ? {} : { deposit }),
    priceList: context.priceList.id,
    ...(context.priceList.validUntil === undefined ? {} : { validUntil: context.priceList.validUntil }),
  })
}

/** The cheapest and the dearest outcome, of those with a price where there are any. */
function findEnds(combinations: readonly Combination[]): { low: Outcome, high: Outcome } {
  const priced = combinations.filter(({ low }) => low.certainty !== 'request')
  const all = priced.length > 0 ? priced : combinations
  const low = all.map(one => one.low).reduce((least, next) => next.total < least.total ? next : least)
  const high = all.map(one => one.high).reduce((most, next) => next.total > most.total ? next : most)
  return { low, high }
}

function totalOf(model: PriceModel, { mode }: PriceContext, combinations: readonly Combination[], candidates: readonly Candidates[]): Total {
  const { low, high } = findEnds(combinations)
  const because = reasons(model, combinations, candidates)
  const certainty = certaintyOf((mode && model.modes?.[mode]?.certainty) ?? model.certainty, combinations)
  switch (certainty) {
    case 'request': return { kind: 'request', because }
    case 'from': return { kind: 'from', amount: Number(low.total), because }
    case 'estimate': return { kind: 'range', low: Number(low.total), high: Number(high.total), because }
    case 'firm':
      return low.total === high.total
        ? { kind: 'firm', amount: Number(low.total) }
        : { kind: 'range', low: Number(low.total), high: Number(high.total), because }
    default: return certainty satisfies never
  }
}

/** On request only if it is so however the answers turn out; what may turn out to be, has no upper end. */
function certaintyOf(ofModel: Certainty, combinations: readonly Combination[]): Certainty {
  const certainties = combinations.map(({ low }) => low.certainty)
  if (ofModel === 'request' || certainties.every(one => one === 'request')) return 'request'
  const isOpen = certainties.some(one => one === 'from' || one === 'request')
  return leastSure([ofModel, isOpen ? 'from' : 'firm'])
}

function reasons(model: PriceModel, combinations: readonly Combination[], candidates: readonly Candidates[]): Because[] {
  const unknown = findNarrowing(combinations, candidates).flatMap(index => {
    const input = candidates[index]?.input
    return input === undefined ? [] : [{ input: input.id, text: input.unknown?.because ?? input.label }]
  })
  const counted = new Set(combinations.flatMap(({ low }) =>
    [...low.pricesById].filter(([, price]) => price.certainty !== 'firm').map(([id]) => id)))
  const open = model.lines.flatMap(({ id, range, from, request, perUnit }) => {
    const text = (range ?? perUnit?.between ?? request ?? from)?.because
    return text === undefined || !counted.has(id) ? [] : [{ line: id, text }]
  })
  return [...unknown, ...open]
}

function mostOf(model: PriceModel, total: Total): number | undefined {
  if (total.kind === 'firm') return total.amount
  if (total.kind !== 'range') return undefined
  return total.high + shareOf(total.high, model.most?.percent ?? '0')
}

function depositOf({ deposit }: PriceModel, total: Total): number | undefined {
  if (deposit === undefined || total.kind === 'request') return undefined
  const least = total.kind === 'range' ? total.low : total.amount
  return Math.min(least, deposit.amount ?? shareOf(least, deposit.percent ?? '0'))
}

const shareOf = (amount: number, percent: string) => Number(divideHalfEven(BigInt(amount) * toThousandths(percent), 100_000n))
