import * as v from 'valibot'
import { sha256Schema, slugSchema } from '../ids.ts'
import { filledText, cleanText } from '../text.ts'
import { languageSchema } from '../language.ts'

/** One version of the terms in one language. `hash` is SHA-256 over the Markdown source: what a client agrees to. */
export const termsSchema = v.strictObject({
  id: slugSchema,
  language: languageSchema,
  title: filledText(200),
  validFrom: v.pipe(v.string(), v.isoDate('is not a date like 2026-11-01')),
  version: cleanText(40),
  html: cleanText(100_000),
  hash: sha256Schema,
})
export type Terms = v.InferOutput<typeof termsSchema>
