import * as v from 'valibot'
import { deliveryModeSchema } from '../catalog/delivery-mode.ts'
import { slugSchema } from '../ids.ts'
import { quantitySchema } from './decimal.ts'

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'] as const
export type Day = (typeof days)[number]

export const clockSchema = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 18:00'))

const oneOrMore = <Item extends v.GenericSchema>(item: Item) =>
  v.union([item, v.pipe(v.array(item), v.minLength(1))], 'must be one value or a list of them')

const value = v.union([v.string(), v.boolean()])

/** Everything that stands in one condition must hold. */
export const simpleConditionSchema = v.strictObject({
  /** Way of delivery. */
  mode: v.optional(oneOrMore(deliveryModeSchema)),
  /** The input that `is`, `not`, `atLeast`, `atMost`, `days` and `hours` speak of. */
  input: v.optional(slugSchema),
  /** Choice: an option's id or several; flag: true or false. */
  is: v.optional(oneOrMore(value)),
  not: v.optional(oneOrMore(value)),
  /** Count and measure, both ends belong. */
  atLeast: v.optional(quantitySchema),
  atMost: v.optional(quantitySchema),
  /** Time: days of the week; `holiday` is a day that the business's calendar names. */
  days: v.optional(v.pipe(v.array(v.picklist(days)), v.minLength(1))),
  /** Time of day, `to` excluded; may pass midnight (22:00 to 06:00). */
  hours: v.optional(v.strictObject({ from: clockSchema, to: clockSchema })),
})
export type SimpleCondition = v.InferOutput<typeof simpleConditionSchema>

const severalConditions = v.optional(v.pipe(v.array(simpleConditionSchema), v.minLength(1), v.maxLength(20)))

/** When a line or an input counts: its own fields, all of `all` and at least one of `any`. */
export const conditionSchema = v.strictObject({
  ...simpleConditionSchema.entries,
  all: severalConditions,
  any: severalConditions,
})
export type Condition = v.InferOutput<typeof conditionSchema>
