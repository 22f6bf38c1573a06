import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { priceModelSchema } from '#domain/pricing/model.ts'
import { choice, flag, issuesOf, measure, repair, text, time, unknown } from './example-models.ts'

const line = { id: 'work', label: text('Work'), amount: 100 }
const share = (id: string, of: string[], more: object = {}) => ({ id, label: text(id), kind: 'discount', percent: { of, rate: 10 }, ...more })

describe('a price model', () => {
  it('may be written with plain numbers and a plain unit', () => {
    const model = v.parse(priceModelSchema, {
      currency: 'SEK', tax: { rate: 12.5, included: true }, certainty: 'firm',
      inputs: [{ id: 'distance', kind: 'measure', label: text('Distance'), unit: 'km', max: 60, step: 0.5 }],
      lines: [{ ...line, amount: undefined, perUnit: { input: 'distance', amount: 1_500, from: 15 } }],
    })
    expect(model.tax.rate).toBe('12.5')
    expect(model.inputs[0]).toMatchObject({ min: '0', max: '60', step: '0.5', unit: { en: 'km', sv: 'km', ru: 'km' } })
    expect(model.lines[0]?.perUnit?.from).toBe('15')
  })

  it('does not change when it is parsed again', () => {
    expect(v.parse(priceModelSchema, JSON.parse(JSON.stringify(repair)))).toEqual(repair)
  })
})

describe('a wrong model is refused by the exact field', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['an amount that is not whole', { lines: [{ ...line, amount: 1.5 }] }, 'lines.0.amount: must be a whole number in the smallest unit (öre, cents)'],
    ['a misspelt field', { lines: [{ ...line, amuont: 1 }] }, 'lines.0.amuont: Invalid key: Expected never but received "amuont"'],
    ['a line without a price', { lines: [{ id: 'work', label: text('Work') }] }, 'lines.0: needs a price: one of amount, range, from, request, perUnit, tiers, table, percent, credit'],
    ['a line with two prices', { lines: [{ ...line, from: { amount: 1 } }] }, 'lines.0.from: stands beside amount: a line has one price'],
    ['a line twice', { lines: [line, line] }, `lines.1.id: 'work' stands twice`],
    ['the minimum\'s name', { lines: [{ ...line, id: 'minimum' }] }, `lines.0.id: 'minimum' is kept for the model's minimum`],
    ['no lines', {}, 'lines: needs at least one line, unless the price is on request'],
    ['a range upside down', { lines: [{ id: 'work', label: text('Work'), range: { low: 2, high: 1, because: text('it depends') } }] }, 'lines.0.range.high: is below low'],
    ['an input twice', { inputs: [flag('oven'), flag('oven')], lines: [line] }, `inputs.1.id: 'oven' stands twice`],
    ['a default that is no option', { inputs: [choice('part', ['pump'], { default: 'wheel' })], lines: [line] }, 'inputs.0.default: is not a possible answer'],
    ['a default beyond the span', { inputs: [measure('distance', { default: 101 })], lines: [line] }, 'inputs.0.default: is not a possible answer'],
    ['an unknown that is not offered', { inputs: [choice('part', ['pump'], { default: 'unknown' })], lines: [line] }, `inputs.0.default: 'unknown' needs the input's own 'unknown' with a label`],
    ['an option called unknown', { inputs: [choice('part', ['unknown'])], lines: [line] }, `inputs.0.options.0.id: 'unknown' is not an option: describe it under the input's own 'unknown'`],
    ['a step of nothing', { inputs: [measure('distance', { step: 0 })], lines: [line] }, 'inputs.0.step: must be above 0'],
    ['a span that steps miss', { inputs: [measure('distance', { step: 7 })], lines: [line] }, 'inputs.0.max: must be min plus a whole number of steps'],
    ['an input asked by a later one', { inputs: [flag('a', { when: { input: 'b', is: true } }), flag('b')], lines: [line] }, `inputs.0.when.input: there is no input 'b' here`],
    ['a condition on nothing', { lines: [{ ...line, when: {} }] }, 'lines.0.when: says nothing: needs a mode or an input'],
    ['a condition on a stranger', { lines: [{ ...line, when: { any: [{ input: 'oven', is: true }] } }] }, `lines.0.when.any.0.input: there is no input 'oven' here`],
    ['a condition that does not fit', { inputs: [flag('oven')], lines: [{ ...line, when: { input: 'oven', atLeast: 1 } }] }, `lines.0.when.atLeast: does not fit 'oven', which is a flag: use is or not`],
    ['a condition on no option', { inputs: [choice('part', ['pump'])], lines: [{ ...line, when: { input: 'part', is: 'wheel' } }] }, `lines.0.when.is: 'wheel' is no option of 'part'`],
    ['hours without length', { inputs: [time('time')], lines: [{ ...line, when: { input: 'time', hours: { from: '08:00', to: '08:00' } } }] }, 'lines.0.when.hours.to: is the same as from'],
    ['a price per option', { inputs: [choice('part', ['pump'])], lines: [{ id: 'work', label: text('Work'), perUnit: { input: 'part', amount: 1 } }] }, `lines.0.perUnit.input: 'part' is a choice, not a count or measure`],
    ['a table with a gap', { inputs: [choice('part', ['pump', 'wheel'])], lines: [{ id: 'work', label: text('Work'), table: { input: 'part', amounts: { pump: 1 } } }] }, `lines.0.table.amounts: has no price for 'wheel'`],
    ['tiers that end too soon', { inputs: [measure('seats')], lines: [{ id: 'work', label: text('Work'), tiers: { input: 'seats', kind: 'volume', steps: [{ upTo: 50, amount: 1 }] } }] }, `lines.0.tiers.steps.0.upTo: ends before the input's max, 100`],
    ['tiers that fall', { inputs: [measure('seats')], lines: [{ id: 'work', label: text('Work'), tiers: { input: 'seats', kind: 'volume', steps: [{ upTo: 50, amount: 1 }, { upTo: 40, amount: 1 }, { amount: 1 }] } }] }, 'lines.0.tiers.steps.1.upTo: must be above the step before'],
    ['a percentage of a later line', { lines: [share('off', ['work']), line] }, `lines.0.percent.of.0: there is no line 'work' before 'off'`],
    ['a discount above everything', { lines: [line, { ...share('off', ['work']), percent: { of: ['work'], rate: 101 } }] }, 'lines.1.percent.rate: takes off more than there is'],
    ['two discounts in parallel', { lines: [line, share('a', ['work']), share('b', ['work'])] }, `lines.2.percent.of.0: 'work' is already in a discount: name a too`],
    ['a percentage of a fixed discount', { lines: [line, { ...line, id: 'voucher', kind: 'discount' }, { ...share('b', ['work', 'voucher']), kind: 'surcharge' }] }, `lines.2.percent.of.1: 'voucher' is a fixed discount: put it after the percentages`],
    ['a share after a fixed discount', { lines: [line, { ...line, id: 'voucher', kind: 'discount' }, share('b', ['work'])] }, `lines.2.percent: stands after the fixed discount 'voucher': fixed discounts come last`],
    ['a discount over tax rates', { lines: [line, { ...line, id: 'book', taxRate: 6 }, share('b', ['work', 'book'])] }, 'lines.2.taxRate: a discount has the tax rate of the lines it names: make one discount for each rate'],
    ['a credit that is no discount', { lines: [line, { id: 'credit', label: text('Credit'), credit: { of: ['work'] } }] }, 'lines.1.kind: a credit is a discount'],
    ['a deposit without a size', { lines: [line], deposit: {} }, 'deposit: needs exactly one of amount, percent'],
    ['a minimum over tax rates', { tax: { rate: 25, included: false }, minimum: { amount: 1, label: text('Least') }, lines: [{ ...line, taxRate: 6 }] }, 'lines.0.taxRate: a minimum before tax needs one tax rate for all lines'],
    ['a package with a stranger', { lines: [line], packages: [{ id: 'good', label: text('Good'), answers: { oven: true } }] }, `packages.0.answers.oven: there is no input 'oven'`],
    ['too much unknown', { inputs: [measure('a', unknown), measure('b', unknown)], lines: [line] }, 'inputs.1.unknown: makes more than 500 combinations of unknown answers: offer it for fewer inputs or take larger steps'],
  ]

  it.each(cases)('%s', (_, parts, issue) => {
    expect(issuesOf(parts)).toEqual([issue])
  })

  it('but a second discount that names the first too is right', () => {
    expect(issuesOf({ lines: [line, share('a', ['work']), share('b', ['work', 'a'])] })).toEqual([])
  })
})
