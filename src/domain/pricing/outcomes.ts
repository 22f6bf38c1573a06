import type { DeliveryMode } from '../catalog/delivery-mode.ts'
import { ok, refuse, type Result } from '../result.ts'
import { holds, type Situation } from './holds.ts'
import type { PriceModel } from './model.ts'
import { priceAll, type Outcome } from './outcome.ts'
import type { Candidates, PriceRefusal } from './read-answers.ts'
import type { Value } from './value.ts'

/** What one combination of the unknown answers leads to. `picks` are the places of the values taken, by input. */
export type Combination = { picks: readonly number[], low: Outcome, high: Outcome }

/** The largest amount that every currency, sum and store keeps exactly. */
const amountLimit = 10n ** 13n

/** Prices every combination that the unknown answers leave open; known answers leave one. */
export function priceCombinations(
  model: PriceModel, candidates: readonly Candidates[], mode: DeliveryMode | undefined,
): Result<Combination[], PriceRefusal> {
  const combinations: Combination[] = []
  for (const picks of everyPick(candidates)) {
    const values = new Map<string, Value>()
    for (const [index, { input, values: possible }] of candidates.entries()) {
      if (!holds(input.when, { mode, values })) continue
      const value = possible[picks[index] ?? 0]
      if (value === undefined) return refuse({ code: 'answer-missing', field: input.id })
      values.set(input.id, value)
    }
    const priced = priceBothEnds(model, { mode, values })
    const tooLarge = findTooLarge(priced.high) ?? findTooLarge(priced.low)
    if (tooLarge !== undefined) return refuse({ code: 'amount-too-large', field: tooLarge })
    combinations.push({ picks, ...priced })
  }
  return ok(combinations)
}

function priceBothEnds(model: PriceModel, situation: Situation): { low: Outcome, high: Outcome } {
  const low = priceAll(model, situation, 'low')
  const isOpen = [...low.pricesById.values()].some(price => price.certainty === 'estimate')
  return { low, high: isOpen ? priceAll(model, situation, 'high') : low }
}

function findTooLarge({ pricesById }: Outcome): string | undefined {
  for (const [id, { amount }] of pricesById) if (amount > amountLimit || -amount > amountLimit) return id
  return undefined
}

function* everyPick(candidates: readonly Candidates[]): Generator<number[]> {
  const picks = candidates.map(() => 0)
  for (;;) {
    yield [...picks]
    let place = candidates.length - 1
    while (place >= 0 && (picks[place] ?? 0) + 1 >= (candidates[place]?.values.length ?? 0)) picks[place--] = 0
    if (place < 0) return
    picks[place] = (picks[place] ?? 0) + 1
  }
}

/** The places of the unknown inputs that make a difference to the price. */
export function findNarrowing(combinations: readonly Combination[], candidates: readonly Candidates[]): number[] {
  return candidates.flatMap(({ isUnknown }, index) => {
    if (!isUnknown) return []
    const pricesByRest = new Map<string, string>()
    const differs = combinations.some(({ picks, low, high }) => {
      const rest = picks.with(index, 0).join()
      const price = `${low.total} ${high.total} ${low.certainty}`
      const known = pricesByRest.get(rest) ?? price
      pricesByRest.set(rest, known)
      return known !== price
    })
    return differs ? [index] : []
  })
}
