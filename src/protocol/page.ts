import type { Category } from '#domain/catalog/service.ts'
import type { Terms } from '#domain/catalog/terms.ts'
import type { PublishedEvaluation, Rating } from '#domain/evaluation/published.ts'
import type { Article } from '#domain/knowledge/article.ts'
import type { Language } from '#domain/language.ts'
import type { BusinessRow, ServiceRow } from './rows.ts'

/** An article as a list shows it. */
export type ArticleSummary = Omit<Article, 'html' | 'text'>

/**
 * The public rows that a page is rendered from, also given to the browser for hydration. Localized texts are cut down to
 * the page's language where it has them. `services` come for lists, with what a card and its opening price need: no
 * descriptions, questions, hints and reasons. Only the page about the business has its `about` and `privacy`;
 * `dangers` are left out everywhere.
 */
export type PageData = {
  epoch: string
  /** Version of each scope that the rows are from, by scope. */
  versions: Record<string, number>
  /** The server's clock when the rows were read. */
  now: number
  business: BusinessRow
  categories: Category[]
  services: ServiceRow[]
  ratings: Rating[]
  /** On a service's page, whole. */
  service?: ServiceRow
  /** On a service's page: its published evaluations, newest first. */
  evaluations?: PublishedEvaluation[]
  /** On the pages of help and of a service: all of them. */
  articles?: ArticleSummary[]
  /** On an article's page, whole. */
  article?: Article
  /** On the page about the business: the terms in force, in the page's language. */
  terms?: Terms
}

/** `url` is path and query only, as in `/sv/services/bicycle-repair`. */
export type PageInput = { url: string, language: Language, data: PageData }

/**
 * What `dist/ssr/entry-server.js` answers. `json` is the data for hydration; `preload` names
 * the source files whose chunks the page needs.
 */
export type PageOutput = {
  html: string
  status: number
  title: string
  description: string
  canonicalPath: string
  json: string
  preload: string[]
}

export type RenderPage = (input: PageInput) => Promise<PageOutput>
