import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { termsSchema, type Terms } from '#domain/catalog/terms.ts'
import { articleFrontSchema, articleSchema, type Article } from '#domain/knowledge/article.ts'
import { renderMarkdown, type Rendered } from './markdown.ts'
import type { Problem, Sourced } from './problem.ts'
import { checkSource, readYaml } from './read-yaml.ts'

/** A Markdown file with front matter, made ready. `bodyLine` is where its Markdown begins. */
export type ReadDocument<Value> = Sourced<Value> & { links: Rendered['links'], bodyLine: number }
type Outcome<Value> = { document?: ReadDocument<Value>, problems: Problem[] }

const front = /^---\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m

const termsFrontSchema = v.omit(termsSchema, ['html', 'hash'])

export function readArticle(text: string, file: string): Outcome<Article> {
  return readDocument(text, file, articleFrontSchema, articleSchema, (fields, { html, text: plain }) => ({ ...fields, html, text: plain }))
}

/** The hash is over the file's bytes, so that anybody can compare it with `sha256sum`. */
export function readTerms(text: string, file: string): Outcome<Terms> {
  const hash = createHash('sha256').update(text).digest('hex')
  return readDocument(text, file, termsFrontSchema, termsSchema, (fields, { html }) => ({ ...fields, html, hash }))
}

function readDocument<Front extends v.GenericSchema<unknown, { language: Article['language'] }>, Whole extends v.GenericSchema<unknown, unknown>>(
  text: string, file: string, frontSchema: Front, wholeSchema: Whole,
  combine: (fields: v.InferOutput<Front>, rendered: Rendered) => unknown,
): Outcome<v.InferOutput<Whole>> {
  const match = front.exec(text)
  if (!match || match.index !== 0) return { problems: [{ file, line: 1, field: '', problem: 'does not begin with fields between two lines of ---' }] }
  const read = readYaml(match[1]!, file, 2)
  if (!read.source) return { problems: read.problems }
  const fields = checkSource(frontSchema, read.source)
  if (!fields.source) return { problems: fields.problems }
  const body = text.slice(match[0].length)
  const bodyLine = match[0].split('\n').length
  if (body.trim() === '') return { problems: [{ file, line: bodyLine, field: '', problem: 'has no text after its fields' }] }
  const rendered = renderMarkdown(body, fields.source.value.language)
  const whole = checkSource(wholeSchema, { ...fields.source, value: combine(fields.source.value, rendered) })
  if (!whole.source) return { problems: whole.problems }
  return { document: { ...whole.source, links: rendered.links, bodyLine }, problems: [] }
}
