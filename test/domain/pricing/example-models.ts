import * as v from 'valibot'
import { calculate, type PriceContext } from '#domain/pricing/calculate.ts'
import type { Answers } from '#domain/pricing/answers.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'
import { priceModelSchema, type PriceModel } from '#domain/pricing/model.ts'

type RawModel = v.InferInput<typeof priceModelSchema>

export const text = (en: string) => ({ en })
export const because = text('what it depends on')

/** A model in kronor with tax included, around the given parts. */
export const modelOf = (parts: Partial<RawModel>): PriceModel =>
  v.parse(priceModelSchema, { currency: 'SEK', tax: { rate: '25', included: true }, certainty: 'firm', ...parts })

/** The issues of a model as `path: message`. */
export function issuesOf(parts: Record<string, unknown>): string[] {
  const result = v.safeParse(priceModelSchema, { currency: 'SEK', tax: { rate: '25', included: true }, certainty: 'firm', ...parts })
  return (result.issues ?? []).map(issue => `${v.getDotPath(issue)}: ${issue.message}`)
}

/** A price that must be possible. */
export function priceOf(model: PriceModel, answers: Answers = {}, context: Partial<PriceContext> = {}): Breakdown {
  const price = calculate(model, answers, { priceList: { id: 'autumn' }, ...context })
  if (!price.ok) throw new Error(`${price.refusal.code} ${price.refusal.field}`)
  return price.value
}

/** Line amounts by id: one figure where both ends agree. */
export const amountsOf = ({ lines }: Breakdown) =>
  Object.fromEntries(lines.map(({ id, amount }) => [id, amount.low === amount.high ? amount.low : [amount.low, amount.high]]))

export const choice = (id: string, options: string[], more: object = {}) =>
  ({ id, kind: 'choice' as const, label: text(id), options: options.map(one => ({ id: one, label: text(one) })), ...more })
export const flag = (id: string, more: object = {}) => ({ id, kind: 'flag' as const, label: text(id), ...more })
export const measure = (id: string, more: object = {}) => ({ id, kind: 'measure' as const, label: text(id), unit: 'km', max: 100, ...more })
export const time = (id: string, more: object = {}) => ({ id, kind: 'time' as const, label: text(id), ...more })
export const unknown = { unknown: { label: text('I do not know'), because } }

/** A washing machine that does not drain: everything that a price in real life has. */
export const repair = modelOf({
  certainty: 'estimate',
  most: { percent: 10 },
  deposit: { percent: 30 },
  minimum: { amount: 69_000, label: text('Smallest job') },
  inputs: [
    choice('part', ['pump', 'heater'], unknown),
    measure('distance', { default: 5, when: { mode: ['personal', 'mixed'] } }),
    time('time', unknown),
    flag('repair', { default: true }),
  ],
  lines: [
    { id: 'diagnosis', label: text('Diagnosis'), amount: 59_000 },
    { id: 'work', label: text('Work'), perUnit: { between: { low: 1, high: '2.5', because }, unit: 'h', amount: 89_000 }, when: { input: 'repair', is: true } },
    { id: 'part', label: text('Part'), kind: 'material', table: { input: 'part', amounts: { pump: 60_000, heater: 75_000 } }, when: { input: 'repair', is: true } },
    { id: 'travel', label: text('Travel'), kind: 'travel', perUnit: { input: 'distance', amount: 1_500, from: 15 } },
    {
      id: 'evening', label: text('Evening'), kind: 'surcharge', percent: { of: ['diagnosis', 'work'], rate: 25 },
      when: { any: [{ input: 'time', days: ['sat', 'sun', 'holiday'] }, { input: 'time', hours: { from: '18:00', to: '07:00' } }] },
    },
    { id: 'credit', label: text('Diagnosis credited'), kind: 'discount', credit: { of: ['diagnosis'] }, when: { input: 'repair', is: true } },
  ],
})
