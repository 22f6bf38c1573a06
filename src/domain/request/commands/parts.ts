import * as v from 'valibot'
import { millisSchema, slugSchema, uuidSchema } from '../../ids.ts'
import { cleanText, filledText } from '../../text.ts'

/** Limits of what people write, in UTF-16 units. */
export const textLimit = 8_000
export const shortTextLimit = 300

export const text = filledText(textLimit)
export const optionalText = v.optional(cleanText(textLimit))
export const shortText = filledText(shortTextLimit)
export const noArgs = v.strictObject({})
export const reason = v.strictObject({ reason: text })
export const optionalReason = v.strictObject({ reason: optionalText })

/** An amount in the currency's smallest unit; negative only where a line takes something off. */
export const minor = v.pipe(v.number(), v.safeInteger())
export const notNegativeMinor = v.pipe(minor, v.minValue(0))
export const positiveMinor = v.pipe(minor, v.minValue(1))
/** A decimal string such as "1" or "2.5". */
export const quantity = v.pipe(v.string(), v.regex(/^\d{1,6}(\.\d{1,3})?$/, 'is not a quantity'))
/** A percentage as a decimal string, such as "25" or "12.5". */
export const taxRate = v.pipe(v.string(), v.regex(/^\d{1,2}(\.\d{1,3})?$/, 'is not a tax rate'))

/** One line of a proposal, a change or a bill; `amount` holds tax, as clients read it. */
export const lineSchema = v.strictObject({
  id: slugSchema,
  label: shortText,
  kind: v.picklist(['labour', 'part', 'travel', 'discount', 'other']),
  quantity: v.optional(quantity),
  unit: v.optional(cleanText(40)),
  amount: minor,
  taxRate,
  optional: v.optional(v.boolean()),
  why: v.optional(cleanText(shortTextLimit)),
})
export type Line = v.InferOutput<typeof lineSchema>

/** A way to solve the need. `most` is what it can become without a new yes; without it the total is firm. */
export const optionSchema = v.strictObject({
  id: slugSchema,
  title: shortText,
  text: optionalText,
  lines: v.pipe(v.array(lineSchema), v.minLength(1), v.maxLength(100)),
  most: v.optional(minor),
})
export type Option = v.InferOutput<typeof optionSchema>

/** A span of time offered or wished for: instants, the zone they were meant in stays with the business. */
export const timeSchema = v.pipe(
  v.strictObject({ from: millisSchema, to: millisSchema }),
  v.check(time => time.to > time.from, 'ends before it begins'),
)
export type Time = v.InferOutput<typeof timeSchema>

/** How a spoken or written yes outside the portal reached us; the client is told and may object. */
export const viaSchema = v.strictObject({ channel: v.picklist(['phone', 'counter', 'paper']), at: millisSchema, note: optionalText })
export type Via = v.InferOutput<typeof viaSchema>

export const contactSchema = v.strictObject({
  name: shortText,
  email: v.optional(v.pipe(cleanText(254), v.email('is not an e-mail address'))),
  phone: v.optional(v.pipe(cleanText(40), v.regex(/^[+()\d\s.-]{4,40}$/, 'is not a phone number'))),
  channel: v.optional(v.picklist(['portal', 'email', 'phone'])),
})
export type Contact = v.InferOutput<typeof contactSchema>

export const id = uuidSchema
