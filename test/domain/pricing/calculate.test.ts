import { describe, expect, it } from 'vitest'
import { calculate } from '#domain/pricing/calculate.ts'
import { amountsOf, because, choice, flag, measure, modelOf, priceOf, repair, text, time, unknown } from './example-models.ts'

const base = { id: 'work', label: text('Work'), amount: 100_000 }

describe('a firm price', () => {
  it('is the sum of its lines with the tax told apart', () => {
    const price = priceOf(modelOf({ inputs: [flag('oven')], lines: [base, { id: 'oven', kind: 'option', label: text('Oven'), amount: 25_000, when: { input: 'oven', is: true } }] }), { oven: true })
    expect(amountsOf(price)).toEqual({ work: 100_000, oven: 25_000 })
    expect(price.total).toEqual({ kind: 'firm', amount: 125_000 })
    expect(price.taxes).toEqual([{ rate: '25', net: { low: 100_000, high: 100_000 }, tax: { low: 25_000, high: 25_000 } }])
    expect(price.most).toBe(125_000)
  })

  it('adds the tax of each rate where it is not included', () => {
    const price = priceOf(modelOf({ tax: { rate: 25, included: false }, lines: [base, { id: 'book', label: text('Book'), amount: 999, taxRate: '6' }] }))
    expect(price.subtotal).toEqual({ low: 100_999, high: 100_999 })
    expect(price.taxes.map(({ rate, tax }) => [rate, tax.low])).toEqual([['25', 25_000], ['6', 60]])
    expect(price.total).toEqual({ kind: 'firm', amount: 126_059 })
  })

  it('rounds each line by itself, a half to the even öre', () => {
    const shareOf = (amount: number) => priceOf(modelOf({
      lines: [{ ...base, amount }, { id: 'share', kind: 'surcharge', label: text('Share'), percent: { of: ['work'], rate: 50 } }],
    })).lines[1]?.amount.low
    expect([1, 3, 5, 7].map(shareOf)).toEqual([0, 2, 2, 4])
  })

  it('carries the price list, its date and the way of delivery', () => {
    const price = priceOf(modelOf({ lines: [base] }), {}, { priceList: { id: 'winter', validUntil: 17 }, mode: 'mixed' })
    expect([price.priceList, price.validUntil, price.mode]).toEqual(['winter', 17, 'mixed'])
  })
})

describe('units, tiers and tables', () => {
  const travel = (perUnit: object) => modelOf({
    inputs: [measure('distance', { step: '0.5' })],
    lines: [{ id: 'travel', kind: 'travel', label: text('Travel'), perUnit: { input: 'distance', amount: 1_500, ...perUnit } }],
  })

  it('charges only what goes beyond the free part', () => {
    const [line] = priceOf(travel({ from: 15 }), { distance: '17.5' }).lines
    expect(line).toMatchObject({ quantity: '2.5', unitPrice: 1_500, unit: { en: 'km' }, amount: { low: 3_750, high: 3_750 }, group: 'travel' })
    expect(priceOf(travel({ from: 15 }), { distance: 10 }).lines[0]).toMatchObject({ quantity: '0', amount: { low: 0, high: 0 } })
  })

  it('charges each started block in full', () => {
    expect(priceOf(travel({ each: 10 }), { distance: '20.5' }).lines[0]).toMatchObject({ quantity: '30', amount: { low: 4_500, high: 4_500 } })
    expect(amountsOf(priceOf(travel({ each: 10 }), { distance: 20 }))).toEqual({ travel: 3_000 })
  })

  it('has no line where there is nothing of it', () => {
    expect(priceOf(travel({}), { distance: 0 }).lines).toEqual([])
  })

  it('prices graduated tiers part by part and volume tiers by the step reached', () => {
    const seats = (kind: 'graduated' | 'volume') => modelOf({
      inputs: [measure('seats')],
      lines: [{ id: 'seats', label: text('Seats'), tiers: { input: 'seats', kind, steps: [{ upTo: 5, amount: 200 }, { upTo: 20, amount: 150 }, { amount: 100 }] } }],
    })
    const amounts = (kind: 'graduated' | 'volume') => [5, 6, 20, 22].map(count => priceOf(seats(kind), { seats: count }).subtotal.low)
    expect(amounts('graduated')).toEqual([1_000, 1_150, 3_250, 3_450])
    expect(amounts('volume')).toEqual([1_000, 900, 3_000, 2_200])
  })

  it('leaves out a line where the table has none', () => {
    const model = modelOf({ inputs: [choice('part', ['pump', 'other'])], lines: [{ id: 'part', label: text('Part'), table: { input: 'part', amounts: { pump: 5, other: 'none' } } }] })
    expect([priceOf(model, { part: 'pump' }).lines.length, priceOf(model, { part: 'other' }).lines.length]).toEqual([1, 0])
  })
})

describe('discounts, credit, minimum and deposit', () => {
  it('takes a credited fee off in full once the repair is accepted', () => {
    const answers = { part: 'pump', time: '2025-11-12T10:00', distance: 17 }
    const yes = priceOf(repair, { ...answers, repair: true }, { mode: 'personal' })
    expect(amountsOf(yes)).toEqual({ diagnosis: 59_000, work: [89_000, 222_500], part: 60_000, travel: 3_000, credit: -59_000 })
    const no = priceOf(repair, { ...answers, repair: false }, { mode: 'personal' })
    expect(amountsOf(no)).toEqual({ diagnosis: 59_000, travel: 3_000, minimum: 7_000 })
  })

  it('never lets a fixed discount take off more than there is', () => {
    expect(amountsOf(priceOf(modelOf({ lines: [base, { id: 'voucher', kind: 'discount', label: text('Voucher'), amount: 300_000 }] })))).toEqual({ work: 100_000, voucher: -100_000 })
  })

  it('lifts the sum to the minimum by a line of its own', () => {
    const price = priceOf(modelOf({ minimum: { amount: 120_000, label: text('Smallest job') }, lines: [base] }))
    expect(price.lines.at(-1)).toMatchObject({ id: 'minimum', kind: 'minimum', rule: 'minimum', label: { en: 'Smallest job' }, amount: { low: 20_000, high: 20_000 } })
    expect(price.total).toEqual({ kind: 'firm', amount: 120_000 })
  })

  it('asks a deposit of the lowest total and never more than it', () => {
    expect(priceOf(modelOf({ deposit: { percent: '12.5' }, lines: [base] })).deposit).toBe(12_500)
    expect(priceOf(modelOf({ deposit: { amount: 500_000 }, lines: [base] })).deposit).toBe(100_000)
  })
})

describe('an unknown answer', () => {
  it('makes a range over everything it may turn out to be and says what would narrow it', () => {
    const price = priceOf(repair, { distance: 5 }, { mode: 'personal' })
    expect(price.total).toEqual({
      kind: 'range', low: 149_000, high: 222_500 + 75_000 + 70_375,
      because: [{ input: 'part', text: because }, { input: 'time', text: because }, { line: 'work', text: because }],
    })
    expect(price.most).toBe(404_663)
    expect(price.lines.find(({ id }) => id === 'part')).toMatchObject({ amount: { low: 60_000, high: 75_000 }, certainty: 'estimate' })
    expect(price.lines.find(({ id }) => id === 'diagnosis')).toMatchObject({ certainty: 'firm' })
  })

  it('does not name what makes no difference', () => {
    const model = modelOf({ inputs: [choice('colour', ['red', 'blue'], unknown)], lines: [base] })
    expect(priceOf(model).total).toEqual({ kind: 'firm', amount: 100_000 })
  })

  it('stays open upwards where one of the possibilities is on request', () => {
    const model = modelOf({
      inputs: [choice('size', ['small', 'huge'], unknown)],
      lines: [base, { id: 'crane', label: text('Crane'), request: { because }, when: { input: 'size', is: 'huge' } }],
    })
    expect(priceOf(model).total).toMatchObject({ kind: 'from', amount: 100_000 })
    expect(priceOf(model, { size: 'huge' }).total).toEqual({ kind: 'request', because: [{ line: 'crane', text: because }] })
    expect(priceOf(model, { size: 'small' }).total).toEqual({ kind: 'firm', amount: 100_000 })
  })
})

describe('time and mode', () => {
  const at = (when: string, holidays: string[] = []) =>
    amountsOf(priceOf(repair, { part: 'pump', repair: false, time: when }, { mode: 'selfService', holidays }))['evening']

  it('knows evenings past midnight, weekends and the holidays of the business', () => {
    expect(['2025-11-12T17:59', '2025-11-12T18:00', '2025-11-12T06:59', '2025-11-12T07:00', '2025-11-15T12:00'].map(one => at(one)))
      .toEqual([undefined, 14_750, 14_750, undefined, 14_750])
    expect(at('2025-12-24T12:00', ['2025-12-24'])).toBe(14_750)
  })

  it('leaves out lines whose input is not asked in this way of delivery', () => {
    expect(priceOf(repair, { distance: 50 }, { mode: 'personal' }).lines.map(({ id }) => id)).toContain('travel')
    expect(priceOf(repair, { distance: 50 }, { mode: 'selfService' }).lines.map(({ id }) => id)).not.toContain('travel')
  })

  it('takes the certainty of the way of delivery', () => {
    const model = modelOf({ certainty: 'estimate', lines: [base], modes: { selfService: { certainty: 'firm' } } })
    expect(priceOf(model, {}, { mode: 'selfService' }).total.kind).toBe('firm')
    expect(priceOf(model, {}, { mode: 'personal' }).total).toEqual({ kind: 'range', low: 100_000, high: 100_000, because: [] })
  })
})

describe('a bad answer', () => {
  const model = modelOf({
    inputs: [choice('part', ['pump']), flag('oven'), measure('distance', { step: '0.5', min: 1 }), time('time', unknown)],
    lines: [{ id: 'big', label: text('Big'), perUnit: { input: 'distance', amount: 100_000_000_000, from: 1 } }],
  })
  const refusal = (answers: Record<string, string | number | boolean>) => {
    const price = calculate(model, { part: 'pump', ...answers }, { priceList: { id: 'autumn' } })
    return price.ok ? undefined : [price.refusal.code, price.refusal.field]
  }

  it('is refused by the name of its input', () => {
    expect(refusal({ part: 'wheel' })).toEqual(['answer-not-an-option', 'part'])
    expect(refusal({ part: 'unknown' })).toEqual(['answer-must-be-known', 'part'])
    expect(refusal({ oven: 'yes' })).toEqual(['answer-not-yes-or-no', 'oven'])
    expect(refusal({ distance: 'far' })).toEqual(['answer-not-a-number', 'distance'])
    expect(refusal({ distance: 0 })).toEqual(['answer-out-of-range', 'distance'])
    expect(refusal({ distance: '1.2' })).toEqual(['answer-not-a-step', 'distance'])
    expect(refusal({ time: '2025-02-29T10:00' })).toEqual(['answer-not-a-time', 'time'])
    expect(refusal({ time: '0024-01-01T10:00' })).toEqual(['answer-not-a-time', 'time'])
    expect(refusal({ wheel: 1 })).toEqual(['no-such-input', 'wheel'])
    expect(calculate(model, {}, { priceList: { id: 'autumn' } })).toEqual({ ok: false, refusal: { code: 'answer-missing', field: 'part' } })
  })

  it('is refused by the name of the line where an amount grows beyond all measure', () => {
    expect(refusal({ distance: 100 })).toBeUndefined()
    const huge = modelOf({ lines: [{ id: 'big', label: text('Big'), perUnit: { quantity: 999_999, amount: 100_000_000_000 } }] })
    expect(calculate(huge, {}, { priceList: { id: 'autumn' } })).toEqual({ ok: false, refusal: { code: 'amount-too-large', field: 'big' } })
  })
})
