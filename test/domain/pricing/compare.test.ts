import { describe, expect, it } from 'vitest'
import { compare, isSamePrice } from '#domain/pricing/compare.ts'
import { flag, measure, modelOf, priceOf, repair, text } from './example-models.ts'

const model = (unitPrice: number) => modelOf({
  inputs: [measure('hours'), flag('oven'), flag('fridge')],
  lines: [
    { id: 'work', label: text('Work'), perUnit: { input: 'hours', amount: unitPrice } },
    { id: 'oven', label: text('Oven'), amount: 500, when: { input: 'oven', is: true } },
    { id: 'fridge', label: text('Fridge'), amount: 300, when: { input: 'fridge', is: true } },
    { id: 'evening', label: text('Evening'), kind: 'surcharge', percent: { of: ['work'], rate: 50 } },
  ],
})

describe('the difference of two prices', () => {
  it('tells what came, what went and what moved and why', () => {
    const difference = compare(priceOf(model(1_000), { hours: 2, oven: true }), priceOf(model(1_000), { hours: 3, fridge: true }))
    expect(difference.added.map(({ id }) => id)).toEqual(['fridge'])
    expect(difference.removed.map(({ id }) => id)).toEqual(['oven'])
    expect(difference.moved.map(({ id, change, cause }) => [id, change.low, cause])).toEqual([['work', 1_000, 'quantity'], ['evening', 500, 'rest']])
    expect(difference.total).toMatchObject({ before: { amount: 3_500 }, after: { amount: 4_800 }, change: { low: 1_300, high: 1_300 } })
  })

  it('tells a new unit price from a new quantity', () => {
    const { moved } = compare(priceOf(model(1_000), { hours: 2 }), priceOf(model(1_200), { hours: 2 }))
    expect(moved[0]).toMatchObject({ id: 'work', change: { low: 400, high: 400 }, cause: 'unitPrice' })
  })

  it('is none where only the date and the list differ', () => {
    const [a, b] = ['summer', 'autumn'].map(id => priceOf(model(1_000), { hours: 2 }, { priceList: { id, validUntil: id.length } }))
    expect(isSamePrice(a!, b!)).toBe(true)
    expect(isSamePrice(a!, priceOf(model(1_000), { hours: 3 }))).toBe(false)
  })

  it('sees a range that has been settled', () => {
    const [open, known] = [priceOf(repair), priceOf(repair, { part: 'pump', time: '2025-11-12T10:00' })]
    expect(isSamePrice(open, known)).toBe(false)
    expect(compare(open, known).total.change).toEqual({ low: 0, high: -85_375 })
  })

  it('has no change of the total where one of them is on request', () => {
    const asked = modelOf({ certainty: 'request', lines: [] })
    expect(compare(priceOf(asked), priceOf(model(1), { hours: 1 })).total.change).toBeUndefined()
  })
})
