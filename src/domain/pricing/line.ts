import * as v from 'valibot'
import { slugSchema } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { conditionSchema } from './condition.ts'
import { percentSchema, quantitySchema, taxRateSchema } from './decimal.ts'
import { unitSchema } from './input.ts'

/** A price in the currency's smallest unit, never below zero: a discount takes it off by its kind. */
export const priceMinorSchema = v.pipe(
  v.number('must be a whole number in the smallest unit (öre, cents)'),
  v.integer('must be a whole number in the smallest unit (öre, cents)'),
  v.minValue(0, 'must not be below 0'),
  v.maxValue(100_000_000_000, 'is too large'),
)

export const lineKinds = ['base', 'option', 'surcharge', 'discount', 'travel', 'material'] as const
export type LineKind = (typeof lineKinds)[number]
/** Labour, parts and travel told apart, so that a tax deduction can stand under the total. */
export const lineGroups = ['labour', 'part', 'travel', 'other'] as const
export type LineGroup = (typeof lineGroups)[number]

const namedLines = v.pipe(v.array(slugSchema), v.minLength(1), v.maxLength(50))
const range = { low: priceMinorSchema, high: priceMinorSchema, because: localizedSchema }

/** How a line's price is found: exactly one of these. */
export const priceForms = {
  /** A fixed price. */
  amount: v.optional(priceMinorSchema),
  /** Somewhere between; `because` says what it depends on. */
  range: v.optional(v.strictObject(range)),
  /** At least this much. */
  from: v.optional(v.strictObject({ amount: priceMinorSchema, because: v.optional(localizedSchema) })),
  /** Cannot be told before somebody has looked. */
  request: v.optional(v.strictObject({ because: localizedSchema })),
  /**
   * `amount` for each unit of an `input`, of a fixed `quantity`, or of a quantity `between` two.
   * `from`: only what goes beyond it counts. `each`: per started so many units.
   */
  perUnit: v.optional(v.strictObject({
    input: v.optional(slugSchema),
    quantity: v.optional(quantitySchema),
    between: v.optional(v.strictObject({ low: quantitySchema, high: quantitySchema, because: localizedSchema })),
    unit: v.optional(unitSchema),
    amount: priceMinorSchema,
    from: v.optional(quantitySchema),
    each: v.optional(quantitySchema),
  })),
  /** Unit prices by number: `graduated` prices each part by its own step, `volume` prices all by the step reached. */
  tiers: v.optional(v.strictObject({
    input: slugSchema,
    kind: v.picklist(['graduated', 'volume']),
    steps: v.pipe(v.array(v.strictObject({ upTo: v.optional(quantitySchema), amount: priceMinorSchema })), v.minLength(1), v.maxLength(30)),
  })),
  /** A price for each option of a choice; `none` where the line does not apply. */
  table: v.optional(v.strictObject({
    input: slugSchema,
    amounts: v.record(slugSchema, v.union([priceMinorSchema, v.literal('none')], 'must be a whole number in the smallest unit, or none')),
  })),
  /** A share of earlier lines, named. */
  percent: v.optional(v.strictObject({ of: namedLines, rate: percentSchema })),
  /** Earlier lines taken off in full, such as a diagnosis fee when the repair is accepted. */
  credit: v.optional(v.strictObject({ of: namedLines })),
}
export type PriceForm = keyof typeof priceForms

/** One line of the price, in the order in which it is shown. */
export const lineSchema = v.strictObject({
  id: slugSchema,
  label: localizedSchema,
  kind: v.optional(v.picklist(lineKinds), 'base'),
  /** Where the kind does not say it: travel is travel, material is a part, the rest is labour. */
  group: v.optional(v.picklist(lineGroups)),
  when: v.optional(conditionSchema),
  /** Where it differs from the model's. */
  taxRate: v.optional(taxRateSchema),
  /** The reason in the owner's words; the rule itself is explained from the data. */
  why: v.optional(localizedSchema),
  ...priceForms,
})
export type ModelLine = v.InferOutput<typeof lineSchema>
