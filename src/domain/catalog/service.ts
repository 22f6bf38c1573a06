import * as v from 'valibot'
import { slugSchema } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { deliveryModeSchema } from './delivery-mode.ts'
import { priceModelSchema } from '../pricing/model.ts'
import { visitPolicySchema } from './visit-policy.ts'
import { standardSchema } from '../standard/standard.ts'

/** As heavy as the matter, never heavier. */
export const paths = ['question', 'quick', 'full'] as const
export const pathSchema = v.picklist(paths)
export type Path = v.InferOutput<typeof pathSchema>

/** A question that the service adds to the request form. */
export const serviceQuestionSchema = v.strictObject({
  id: slugSchema,
  kind: v.picklist(['text', 'choice', 'flag']),
  label: localizedSchema,
  hint: v.optional(localizedSchema),
  optional: v.optional(v.boolean()),
  options: v.optional(v.array(v.strictObject({ id: slugSchema, label: localizedSchema }))),
})
export type ServiceQuestion = v.InferOutput<typeof serviceQuestionSchema>

/** A catalog entry, as the owner writes it and as it is synced to devices (scope `pub`). */
export const serviceSchema = v.strictObject({
  id: slugSchema,
  category: slugSchema,
  order: v.optional(v.pipe(v.number(), v.integer()), 0),
  popular: v.optional(v.pipe(v.number(), v.integer())),
  title: localizedSchema,
  summary: localizedSchema,
  description: localizedSchema,
  path: v.picklist(['quick', 'full']),
  modes: v.pipe(
    v.array(v.strictObject({ id: deliveryModeSchema, text: localizedSchema, recommended: v.optional(v.boolean()) })),
    v.minLength(1),
  ),
  standard: standardSchema,
  visits: v.optional(visitPolicySchema),
  includes: v.optional(v.array(localizedSchema), []),
  excludes: v.optional(v.array(localizedSchema), []),
  needs: v.optional(v.array(localizedSchema), []),
  warrantyMonths: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120)),
  questions: v.optional(v.array(serviceQuestionSchema), []),
  articles: v.optional(v.array(slugSchema), []),
  services: v.optional(v.array(slugSchema), []),
  price: priceModelSchema,
})
export type Service = v.InferOutput<typeof serviceSchema>

export const categorySchema = v.strictObject({
  id: slugSchema,
  order: v.optional(v.pipe(v.number(), v.integer()), 0),
  title: localizedSchema,
  summary: localizedSchema,
  icon: v.optional(slugSchema),
})
export type Category = v.InferOutput<typeof categorySchema>
