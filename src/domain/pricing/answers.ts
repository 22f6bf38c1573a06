import * as v from 'valibot'
import { cleanText } from '../text.ts'
import { slugSchema } from '../ids.ts'

/**
 * Answers by input id: an option's id, true or false, a decimal string or number ("2.5"),
 * local time ("2025-11-12T18:30"), or `unknown` where the input offers it.
 */
export const answersSchema = v.record(slugSchema, v.union([cleanText(100), v.pipe(v.number(), v.finite()), v.boolean()]))
export type Answers = v.InferOutput<typeof answersSchema>
export type Answer = Answers[string]
