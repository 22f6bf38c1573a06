import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Total } from '#domain/pricing/breakdown.ts'
import { calculate } from '#domain/pricing/calculate.ts'
import { compareWithEstimate, placeOf } from '../../../src/portal/requests/compare-with-estimate.ts'
import { finalLines } from '../../../src/portal/requests/final-lines.ts'
import { lineLists, taxesIn } from '../../../src/portal/requests/line-lists.ts'
import { executor, line, option, washer } from '../../domain/request/example-shop.ts'
import { inProgress } from '../../domain/request/example-histories.ts'

const priced = calculate(washer.price, {}, { priceList: { id: 'autumn' } })
if (!priced.ok) throw new Error('the example has no price')
const estimate = priced.value

describe('a proposal beside the estimate that the client saw', () => {
  it('names what moved and what is new, and leaves optional lines out', () => {
    const difference = compareWithEstimate(option('repair', [line('work', 99_000), line('pump', 40_000), line('hose', 20_000, { optional: true })]), estimate)
    expect(difference.moved.map(({ id, change }) => [id, change.low])).toEqual([['work', 10_000]])
    expect(difference.added.map(({ id }) => id)).toEqual(['pump'])
  })

  it('lies inside, above or below it', () => {
    const range: Total = { kind: 'range', low: 100, high: 200, because: [] }
    expect(placeOf(100, range)).toEqual({ place: 'inside' })
    expect(placeOf(201, range)).toEqual({ place: 'above', by: 1 })
    expect(placeOf(90, range)).toEqual({ place: 'below', by: 10 })
    expect(placeOf(1_000_000, { kind: 'from', amount: 100, because: [] })).toEqual({ place: 'inside' })
    expect(placeOf(5, { kind: 'request', because: [] })).toBeUndefined()
  })
})

describe('the lines of an option', () => {
  const amount = fc.integer({ min: -50_000, max: 500_000 })
  const lines = fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), amount, optional: fc.boolean() }), { selector: ({ id }) => id, minLength: 1 })

  it('are each shown once, whatever the other options hold', () => {
    fc.assert(fc.property(lines, lines, (one, other) => {
      const options = [option('one', one.map(({ id, ...more }) => line(id, more.amount, more))), option('other', other.map(({ id, ...more }) => line(id, more.amount, more)))]
      const lists = lineLists(options[0]!, options)
      expect([...lists.own, ...lists.shared, ...lists.optional].map(({ id }) => id).sort()).toEqual(one.map(({ id }) => id).sort())
      for (const { id, amount: price } of lists.shared) expect(other.find(candidate => candidate.id === id)?.amount).toBe(price)
    }))
  })

  it('hold their tax, by rate, and a rate of nothing is not told', () => {
    expect(taxesIn([line('a', 12_500), line('b', 12_500), line('c', 10_600, { taxRate: '6' }), line('d', 900, { taxRate: '0' })]))
      .toEqual([{ rate: '25', tax: 5_000 }, { rate: '6', tax: 600 }])
  })
})

describe('the final cost beside what was agreed', () => {
  it('shows every line of both sides, and a reason only where they differ', () => {
    const finished = inProgress.give('finish', { lines: [line('work', 70_000, { why: 'Rust' }), line('pump', 0, { why: 'Not needed' }), line('bus', 1_000, { why: 'No parking' })] }, executor)
    expect(finalLines(finished.row)).toEqual([
      { id: 'work', label: 'work', agreed: 60_000, final: 70_000, why: 'Rust' },
      { id: 'pump', label: 'pump', agreed: 40_000, final: 0, why: 'Not needed' },
      { id: 'bus', label: 'bus', agreed: undefined, final: 1_000, why: 'No parking' },
    ])
  })
})
