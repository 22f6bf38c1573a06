import * as v from 'valibot'
import { millisSchema, slugSchema } from '../ids.ts'
import { deliveryModeSchema } from '../catalog/delivery-mode.ts'
import { localizedSchema } from '../language.ts'
import { certaintySchema } from './certainty.ts'
import { lineGroups, lineKinds } from './line.ts'

const minor = v.pipe(v.number(), v.safeInteger())
const decimalString = v.pipe(v.string(), v.regex(/^\d{1,6}(?:\.\d{1,3})?$/, 'is not a decimal'))

/**
 * What something comes to at the low and at the high end of the total; equal where it is certain.
 * For what takes off, and for the minimum, `high` may be below `low`.
 */
export const spanSchema = v.strictObject({ low: minor, high: minor })
export type Span = v.InferOutput<typeof spanSchema>

/** What would narrow the price: an input not known, or a line that depends on something. */
export const becauseSchema = v.strictObject({ input: v.optional(slugSchema), line: v.optional(slugSchema), text: localizedSchema })
export type Because = v.InferOutput<typeof becauseSchema>

export const rules = [
  'fixed', 'range', 'from', 'request', 'perUnit', 'graduated', 'volume', 'table', 'percent', 'credit', 'minimum',
] as const
export type Rule = (typeof rules)[number]

/** One line; quantity, unit and unit price only where the rule has them and they do not vary. */
export const breakdownLineSchema = v.strictObject({
  id: slugSchema,
  label: localizedSchema,
  kind: v.picklist([...lineKinds, 'minimum']),
  group: v.picklist(lineGroups),
  quantity: v.optional(decimalString),
  unit: v.optional(localizedSchema),
  unitPrice: v.optional(minor),
  taxRate: decimalString,
  amount: spanSchema,
  rule: v.picklist(rules),
  certainty: certaintySchema,
  why: v.optional(localizedSchema),
})
export type BreakdownLine = v.InferOutput<typeof breakdownLineSchema>

/** `net` without, `tax` the tax itself, in minor units at both ends. */
export const taxShareSchema = v.strictObject({ rate: decimalString, net: spanSchema, tax: spanSchema })
export type TaxShare = v.InferOutput<typeof taxShareSchema>

/** A range whose ends meet is an estimate: "about". */
export const totalSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('firm'), amount: minor }),
  v.strictObject({ kind: v.literal('range'), low: minor, high: minor, because: v.array(becauseSchema) }),
  v.strictObject({ kind: v.literal('from'), amount: minor, because: v.array(becauseSchema) }),
  v.strictObject({ kind: v.literal('request'), because: v.array(becauseSchema) }),
])
export type Total = v.InferOutput<typeof totalSchema>

/**
 * A price, line by line. `subtotal` is the sum of the lines; the total is the subtotal, plus the taxes where they are not included.
 * `most`: what it can become without a new yes; missing for "from" and "on request". `total` holds tax.
 */
export const breakdownSchema = v.strictObject({
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  mode: v.optional(deliveryModeSchema),
  lines: v.pipe(v.array(breakdownLineSchema), v.maxLength(101)),
  subtotal: spanSchema,
  taxIncluded: v.boolean(),
  taxes: v.pipe(v.array(taxShareSchema), v.maxLength(101)),
  total: totalSchema,
  most: v.optional(minor),
  deposit: v.optional(minor),
  priceList: slugSchema,
  validUntil: v.optional(millisSchema),
})
export type Breakdown = v.InferOutput<typeof breakdownSchema>
