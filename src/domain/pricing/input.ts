import * as v from 'valibot'
import { slugSchema } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { conditionSchema } from './condition.ts'
import { quantitySchema } from './decimal.ts'

/** The answer "I do not know": the total becomes a range over everything it may turn out to be. */
export const unknownAnswer = 'unknown'

/** A unit's name; a plain string such as `km` serves all languages. */
export const unitSchema = v.pipe(
  v.union([v.string(), localizedSchema], 'must be a text such as km, or one text per language'),
  v.transform(unit => typeof unit === 'string' ? { ru: unit, sv: unit, en: unit } : unit),
  localizedSchema,
)

/** Offers "I do not know". `label` is what the client picks, `because` what would narrow the price. */
const unknownSchema = v.strictObject({ label: localizedSchema, because: v.optional(localizedSchema) })

const common = {
  id: slugSchema,
  label: localizedSchema,
  hint: v.optional(localizedSchema),
  /** Asked only when this holds; may speak of earlier inputs. Lines that use an input not asked do not count. */
  when: v.optional(conditionSchema),
  unknown: v.optional(unknownSchema),
}

export const choiceInputSchema = v.strictObject({
  ...common,
  kind: v.literal('choice'),
  options: v.pipe(
    v.array(v.strictObject({ id: slugSchema, label: localizedSchema, hint: v.optional(localizedSchema) })),
    v.minLength(1), v.maxLength(50),
  ),
  /** An option's id, or `unknown`. Without it the client must choose (or `unknown` stands where it is offered). */
  default: v.optional(slugSchema),
})

export const flagInputSchema = v.strictObject({
  ...common,
  kind: v.literal('flag'),
  default: v.optional(v.union([v.boolean(), v.literal(unknownAnswer)]), false),
})

const span = {
  ...common,
  unit: v.optional(unitSchema),
  min: v.optional(quantitySchema, '0'),
  max: quantitySchema,
  step: v.optional(quantitySchema, '1'),
  /** A number, or `unknown`. Without it `min` stands. */
  default: v.optional(v.union([v.literal(unknownAnswer), quantitySchema], 'must be a number or unknown')),
}
/** How many of something. */
export const countInputSchema = v.strictObject({ ...span, kind: v.literal('count') })
/** Distance, area, weight. */
export const measureInputSchema = v.strictObject({ ...span, kind: v.literal('measure') })

/** When: answered as the business's local time, `2025-11-12T18:30`. */
export const timeInputSchema = v.strictObject({
  ...common,
  kind: v.literal('time'),
  default: v.optional(v.literal(unknownAnswer)),
})

/** What the client may choose or tell. */
export const inputSchema = v.variant('kind', [
  choiceInputSchema, countInputSchema, flagInputSchema, measureInputSchema, timeInputSchema,
])
export type Input = v.InferOutput<typeof inputSchema>
export type ChoiceInput = v.InferOutput<typeof choiceInputSchema>
export type SpanInput = v.InferOutput<typeof countInputSchema> | v.InferOutput<typeof measureInputSchema>
