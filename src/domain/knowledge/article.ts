import * as v from 'valibot'
import { slugSchema } from '../ids.ts'
import { languageSchema } from '../language.ts'
import { cleanText, filledText } from '../text.ts'

/** What stands in an article's front matter; all of it in the article's own language. */
export const articleFrontSchema = v.strictObject({
  id: slugSchema,
  language: languageSchema,
  title: filledText(200),
  summary: filledText(200),
  tags: v.optional(v.array(filledText(60)), []),
  synonyms: v.optional(v.array(filledText(60)), []),
  services: v.optional(v.array(slugSchema), []),
  order: v.optional(v.pipe(v.number(), v.integer()), 100),
  revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
})
export type ArticleFront = v.InferOutput<typeof articleFrontSchema>

/** An article as it is synced: `html` was made and sanitised on the server, `text` is its plain form for the search. */
export const articleSchema = v.strictObject({ ...articleFrontSchema.entries, html: cleanText(200_000), text: cleanText(200_000) })
export type Article = v.InferOutput<typeof articleSchema>
