import * as v from 'valibot'
import { businessSchema } from '#domain/catalog/business.ts'
import { categorySchema, serviceSchema, type Category } from '#domain/catalog/service.ts'
import { languages, type Localized } from '#domain/language.ts'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import { renderMarkdown } from './markdown.ts'
import type { Problem, Sourced } from './problem.ts'
import { checkSource, readYaml } from './read-yaml.ts'

/** A link within the portal, found in the Markdown of a field. */
export type FieldLink = { path: string, field: (string | number)[] }
export type ReadRow<Value> = Sourced<Value> & { links: FieldLink[], raw: Sourced<unknown> }
type Outcome<Value> = { row?: ReadRow<Value>, problems: Problem[] }

export function readBusiness(text: string, file: string): Outcome<BusinessRow> {
  const { raw, source, problems } = readChecked(businessSchema, text, file)
  if (!source) return { problems }
  const links: FieldLink[] = []
  const about = renderLocalized(source.value.about, 'about', links)
  const privacy = renderLocalized(source.value.privacy, 'privacy', links)
  const value = { ...source.value, about: about.text, aboutHtml: about.html, privacy: privacy.text, privacyHtml: privacy.html }
  return { row: { ...source, value, links, raw }, problems }
}

export function readService(text: string, file: string): Outcome<ServiceRow> {
  const { raw, source, problems } = readChecked(serviceSchema, text, file)
  if (!source) return { problems }
  const links: FieldLink[] = []
  const description = renderLocalized(source.value.description, 'description', links)
  return { row: { ...source, value: { ...source.value, description: description.text, descriptionHtml: description.html }, links, raw }, problems }
}

export function readCategories(text: string, file: string): Outcome<Category[]> {
  const { raw, source, problems } = readChecked(v.array(categorySchema), text, file)
  return source ? { row: { ...source, links: [], raw }, problems } : { problems }
}

type Checked<Value> = { raw: Sourced<unknown>, source: Sourced<Value>, problems: Problem[] } | { raw?: undefined, source?: undefined, problems: Problem[] }

function readChecked<Schema extends v.GenericSchema<unknown, unknown>>(schema: Schema, text: string, file: string): Checked<v.InferOutput<Schema>> {
  const { source: raw, problems } = readYaml(text, file)
  if (!raw) return { problems }
  const checked = checkSource(schema, raw)
  return checked.source ? { raw, source: checked.source, problems: [] } : { problems: checked.problems }
}

function renderLocalized(source: Localized, field: string, links: FieldLink[]): { html: Localized, text: Localized } {
  const html: Localized = {}
  const text: Localized = {}
  for (const language of languages) {
    const markdown = source[language]
    if (!markdown) continue
    const rendered = renderMarkdown(markdown, language)
    html[language] = rendered.html
    text[language] = rendered.text
    links.push(...rendered.links.map(({ path }) => ({ path, field: [field, language] })))
  }
  return { html, text }
}
