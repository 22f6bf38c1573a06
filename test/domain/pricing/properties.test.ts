import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { deliveryModes } from '#domain/catalog/delivery-mode.ts'
import { breakdownSchema, type Breakdown, type Span } from '#domain/pricing/breakdown.ts'
import { calculate, type PriceContext } from '#domain/pricing/calculate.ts'
import { compare, isSamePrice } from '#domain/pricing/compare.ts'
import type { ModelLine } from '#domain/pricing/line.ts'
import { priceModelSchema, type PriceModel } from '#domain/pricing/model.ts'
import { priceOf } from './example-models.ts'
import { Random } from '../../random.ts'
import { extra, holidays, knownAnswer, randomAnswers, randomModel } from './random-model.ts'
import { runs, runTimeoutMs } from './runs.ts'

const contextOf = (random: Random): PriceContext => ({ priceList: { id: 'autumn' }, mode: random.pick(deliveryModes), holidays })
const sum = (spans: readonly Span[], end: keyof Span) => spans.reduce((total, span) => total + span[end], 0)
const ends = ['low', 'high'] as const

/** What the total says at its ends; nothing upwards of "from", nothing at all on request. */
function endsOf({ total }: Breakdown): { low?: number, high?: number } {
  switch (total.kind) {
    case 'firm': return { low: total.amount, high: total.amount }
    case 'range': return { low: total.low, high: total.high }
    case 'from': return { low: total.amount }
    case 'request': return {}
  }
}

/** Calls `check` with thousands of models; one number makes each. */
const forAll = (check: (random: Random) => void, numRuns?: number) =>
  fc.assert(fc.property(fc.integer(), seed => check(new Random(seed))), runs(numRuns))

describe('for any model and answers', { timeout: runTimeoutMs }, () => {
  it('the lines add up to the total, in whole minor units, at both ends', () => {
    const kinds = new Set<string>()
    forAll(random => {
      const model = randomModel(random)
      const price = priceOf(model, randomAnswers(random, model.inputs), contextOf(random))
      expect(v.is(breakdownSchema, price)).toBe(true)
      kinds.add(`${price.currency} ${price.total.kind}`)
      for (const end of ends) {
        const subtotal = sum(price.lines.map(line => line.amount), end)
        expect(price.subtotal[end]).toBe(subtotal)
        const total = price.taxIncluded ? subtotal : subtotal + sum(price.taxes.map(one => one.tax), end)
        expect(endsOf(price)[end] ?? total).toBe(total)
        expect(total).toBeGreaterThanOrEqual(model.minimum?.amount ?? 0)
      }
    })
    expect(kinds.size).toBe(12)
  })

  it('the tax of each rate belongs to the lines of that rate, to half a minor unit', () => {
    forAll(random => {
      const model = randomModel(random)
      const price = priceOf(model, randomAnswers(random, model.inputs), contextOf(random))
      for (const { rate, net, tax } of price.taxes) {
        for (const end of ends) {
          const amount = sum(price.lines.filter(line => line.taxRate === rate).map(line => line.amount), end)
          expect(price.taxIncluded ? net[end] + tax[end] : net[end]).toBe(amount)
          const exact = price.taxIncluded ? amount * Number(rate) / (100 + Number(rate)) : amount * Number(rate) / 100
          expect(Math.abs(tax[end] - exact)).toBeLessThanOrEqual(0.5 + 1e-6)
        }
      }
    })
  })

  it('an added option never lowers the total', () => {
    forAll(random => {
      const model = randomModel(random)
      const answers = randomAnswers(random, model.inputs)
      const context = contextOf(random)
      const [without, with_] = [false, true].map(isOn => priceOf(model, { ...answers, [extra]: isOn }, context))
      for (const end of ends) expect(endsOf(with_!)[end] ?? 0).toBeGreaterThanOrEqual(endsOf(without!)[end] ?? 0)
    })
  })

  it('a range holds every firm outcome inside it, and the most is never passed', () => {
    forAll(random => {
      const model = randomModel(random)
      const context = contextOf(random)
      const answers = randomAnswers(random, model.inputs)
      const price = priceOf(model, answers, context)
      const known = Object.fromEntries(model.inputs.map(input => [input.id, answers[input.id] === 'unknown' ? knownAnswer(random, input) : answers[input.id] ?? false]))
      const outcome = endsOf(priceOf(settle(model, random), known, context)).low
      if (outcome === undefined) return
      const { low = -Infinity, high = Infinity } = endsOf(price)
      expect(outcome).toBeGreaterThanOrEqual(low)
      expect(outcome).toBeLessThanOrEqual(high)
      expect(outcome).toBeLessThanOrEqual(price.most ?? Infinity)
    })
  })

  it('the same model and answers, through JSON and in any order, give the same price to the letter', () => {
    forAll(random => {
      const model = randomModel(random)
      const answers = randomAnswers(random, model.inputs)
      const context = contextOf(random)
      const sent = v.parse(priceModelSchema, JSON.parse(JSON.stringify(model)))
      const turned = Object.fromEntries(Object.entries(answers).reverse())
      const [here, there] = [priceOf(model, answers, context), priceOf(sent, turned, context)]
      expect(JSON.stringify(there)).toBe(JSON.stringify(here))
      expect(isSamePrice(here, JSON.parse(JSON.stringify(there)) as Breakdown)).toBe(true)
    }, 500)
  })

  it('the difference of two prices leads from the one to the other', () => {
    forAll(random => {
      const model = randomModel(random)
      const context = contextOf(random)
      const [a, b] = [priceOf(model, randomAnswers(random, model.inputs), context), priceOf(model, randomAnswers(random, model.inputs), context)]
      const { added, removed, moved } = compare(a, b)
      for (const end of ends) {
        const change = sum(added.map(line => line.amount), end) - sum(removed.map(line => line.amount), end) + sum(moved.map(line => line.change), end)
        expect(a.subtotal[end] + change).toBe(b.subtotal[end])
      }
    }, 500)
  })
})

/** Puts each line that is a range at some amount inside it. */
function settle(model: PriceModel, random: Random): PriceModel {
  const lines = model.lines.map((line): ModelLine => {
    const { range, perUnit, ...rest } = line
    if (range !== undefined) return { ...rest, amount: random.int(range.low, range.high) }
    if (perUnit?.between === undefined) return line
    const { between, ...unit } = perUnit
    const thousandths = random.int(Number(between.low) * 1_000, Number(between.high) * 1_000)
    return { ...rest, perUnit: { ...unit, quantity: String(thousandths / 1_000) } }
  })
  return { ...model, lines }
}

describe('no input crashes it', { timeout: runTimeoutMs }, () => {
  const junk = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom('unknown', '2025-12-24T18:00', '1e5', -0, 1e21, '0.5', '__proto__', ''))

  it('answers are priced, or one of them is named', () => {
    fc.assert(fc.property(fc.integer(), fc.array(junk, { minLength: 6, maxLength: 6 }), fc.constantFrom(undefined, 'i0', '__proto__', 'toString', ''), (seed, values, stranger) => {
      const random = new Random(seed)
      const model = randomModel(random)
      const answers = Object.fromEntries(model.inputs.flatMap(({ id }, index) => random.chance(60) ? [[id, values[index] ?? '']] : []))
      if (stranger !== undefined) Object.defineProperty(answers, stranger, { value: values[5] ?? '', enumerable: true, configurable: true })
      const price = calculate(model, answers, contextOf(random))
      if (price.ok) expect(v.is(breakdownSchema, price.value)).toBe(true)
      else expect([...model.inputs.map(({ id }) => id), ...Object.keys(answers)]).toContain(price.refusal.field)
    }), runs())
  })

  it('a damaged model is refused by the path of a field, or else priced', () => {
    const fields = ['id', 'kind', 'amount', 'of', 'rate', 'input', 'low', 'high', 'upTo', 'max', 'step', 'when', 'is', 'options', 'lines', 'tax', 'label', 'credit', 'perUnit']
    const value = fc.oneof(junk, fc.constantFrom(undefined, null, [], {}, [null], ['l0'], 'l1', 'extra', 'discount', 'i0', 7))
    fc.assert(fc.property(fc.integer(), fc.constantFrom(...fields), value, (seed, field, damage) => {
      const random = new Random(seed)
      const model = randomModel(random)
      let isDone = false
      const damaged: unknown = JSON.parse(JSON.stringify(model), function (key, old: unknown) {
        if (key !== field || isDone || random.chance(50)) return old
        isDone = true
        return damage
      })
      const result = v.safeParse(priceModelSchema, damaged)
      if (!result.success) {
        expect(result.issues.every(issue => v.getDotPath(issue) !== null)).toBe(true)
        return
      }
      const price = calculate(result.output, randomAnswers(random, model.inputs), contextOf(random))
      if (!price.ok) expect(price.refusal.field).not.toBe('')
    }), runs())
  })
})
