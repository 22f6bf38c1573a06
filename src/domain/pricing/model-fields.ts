import * as v from 'valibot'
import { deliveryModeSchema } from '../catalog/delivery-mode.ts'
import { slugSchema } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { answersSchema } from './answers.ts'
import { certaintySchema } from './certainty.ts'
import { percentSchema, taxRateSchema } from './decimal.ts'
import { inputSchema } from './input.ts'
import { lineSchema, priceMinorSchema } from './line.ts'

/** What a way of delivery changes besides the lines that name it. */
const modeTermsSchema = v.strictObject({
  certainty: v.optional(certaintySchema),
  /** How long it takes, what the client does, in the owner's words. */
  time: v.optional(localizedSchema),
  effort: v.optional(localizedSchema),
  warrantyMonths: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120))),
})

const packageSchema = v.strictObject({
  id: slugSchema,
  label: localizedSchema,
  text: v.optional(localizedSchema),
  recommended: v.optional(v.boolean()),
  answers: answersSchema,
})

/** The fields alone, before they are checked against each other. */
export const modelFieldsSchema = v.strictObject({
  /** ISO 4217. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be a currency code such as SEK')),
  /** `rate` in percent; `included`: the prices of the lines already hold it. */
  tax: v.strictObject({ rate: taxRateSchema, included: v.boolean() }),
  certainty: certaintySchema,
  /** Least that the lines together come to; the rest appears as a line of its own. */
  minimum: v.optional(v.strictObject({ amount: priceMinorSchema, label: localizedSchema, why: v.optional(localizedSchema) })),
  /** Paid before: a fixed amount or a share of the (lowest) total. */
  deposit: v.optional(v.strictObject({
    amount: v.optional(priceMinorSchema), percent: v.optional(percentSchema), why: v.optional(localizedSchema),
  })),
  /** How far above the highest total an estimate may go without a new yes; without it, not at all. */
  most: v.optional(v.strictObject({ percent: percentSchema })),
  inputs: v.optional(v.pipe(v.array(inputSchema), v.maxLength(50)), []),
  lines: v.optional(v.pipe(v.array(lineSchema), v.maxLength(100)), []),
  modes: v.optional(v.partial(v.strictObject({
    personal: modeTermsSchema, selfService: modeTermsSchema, mixed: modeTermsSchema,
  } satisfies Record<v.InferOutput<typeof deliveryModeSchema>, unknown>))),
  /** Good, better, best: ready answers to the inputs. */
  packages: v.optional(v.pipe(v.array(packageSchema), v.maxLength(6)), []),
})
export type ModelFields = v.InferOutput<typeof modelFieldsSchema>
