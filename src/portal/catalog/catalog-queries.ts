import { languageScope, publicScope } from '#protocol/scopes.ts'
import type { ArticleSummary } from '#protocol/page.ts'
import type { ServiceRow } from '#protocol/rows.ts'
import { useWords } from '#ui/use-words.ts'
import { usePageData } from '../shell/page-data.ts'
import { useContent } from '../shell/use-content.ts'

const pub = () => publicScope

export const useServices = () => useContent(pub, ({ catalog }) => catalog.services(), { first: usePageData()?.services })
export const useCategories = () => useContent(pub, ({ catalog }) => catalog.categories(), { first: usePageData()?.categories })

/** Ratings by service id. */
export function useRatings() {
  const ratings = usePageData()?.ratings
  return useContent(pub, ({ catalog }) => catalog.ratings(), { first: ratings && new Map(ratings.map(rating => [rating.serviceId, rating])) })
}

/** What the page brought, where it is about this service. */
function ofPage(slug: () => string) {
  const page = usePageData()
  return page?.service?.id === slug() ? page : undefined
}

/** A service by its name in the address; `null` once the device knows that there is none. */
export function useService(slug: () => string) {
  return useContent<ServiceRow | null>(pub, async ({ catalog }) => (await catalog.service(slug())) ?? null, { first: ofPage(slug)?.service, watched: slug })
}

export function useServiceEvaluations(slug: () => string) {
  return useContent(pub, ({ catalog }) => catalog.evaluations(slug()), { first: ofPage(slug)?.evaluations, watched: slug })
}

/** Articles as lists show them, in the reader's language. */
export function useArticleSummaries() {
  const { language } = useWords()
  return useContent<ArticleSummary[]>(
    () => languageScope(language.value), ({ knowledge }) => knowledge.articles(language.value), { first: usePageData()?.articles, watched: () => language.value },
  )
}
