import type { Article } from '#domain/knowledge/article.ts'
import type { Language } from '#domain/language.ts'
import type { ArticleSummary, PageData } from '#protocol/page.ts'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import { languageScope, publicScope } from '#protocol/scopes.ts'
import { narrowLanguages } from './narrow-languages.ts'
import type { PublicPage } from './page-address.ts'
import type { PublicContent } from './public-content.ts'

const pagesWithArticles: ReadonlySet<PublicPage['name']> = new Set(['help', 'article', 'service'])

/** Cuts out of the public content what one page needs, in its language: it travels inside the page, so it is kept small. */
export function selectPageData(content: PublicContent, page: PublicPage, language: Language, more: { epoch: string, now: number }): PageData {
  const { business, categories, services, ratings, versions } = content
  const scopes = [publicScope, languageScope(language)]
  const service = page.name === 'service' ? services.find(item => item.id === page.id) : undefined
  const article = page.name === 'article' ? content.articles[language].find(item => item.id === page.id) : undefined
  const terms = page.name === 'about' ? content.terms[language].find(item => item.id === business.terms) : undefined
  const data: PageData = {
    ...more,
    versions: Object.fromEntries(scopes.map(scope => [scope, versions[scope] ?? 0])),
    business: page.name === 'about' ? { ...business, dangers: [] } : shortBusiness(business),
    categories,
    services: services.map(shortService),
    ratings,
    ...(service && { service }),
    ...(service && { evaluations: content.evaluations.filter(item => item.serviceId === service.id).slice(0, 50) }),
    ...(pagesWithArticles.has(page.name) && { articles: content.articles[language].map(summary) }),
    ...(article && { article }),
    ...(terms && { terms }),
  }
  return narrowLanguages(data, language)
}

function summary(article: Article): ArticleSummary {
  const { html: _html, text: _text, ...rest } = article
  return rest
}

const shortBusiness = (business: BusinessRow): BusinessRow => ({ ...business, about: {}, aboutHtml: {}, privacy: {}, privacyHtml: {}, dangers: [] })

/** Enough for a card with its opening price. */
const shortService = (service: ServiceRow): ServiceRow => ({
  ...service,
  description: {}, descriptionHtml: {}, includes: [], excludes: [], needs: [], questions: [],
  modes: service.modes.map(mode => ({ ...mode, text: {} })),
  standard: { ...service.standard, quality: [] },
  price: {
    ...service.price,
    packages: [],
    lines: service.price.lines.map(({ why: _why, ...line }) => line),
    inputs: service.price.inputs.map(({ hint: _hint, ...input }) => input),
  },
})
