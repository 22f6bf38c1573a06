import type { Article } from '#domain/knowledge/article.ts'
import { languageScope } from '#protocol/scopes.ts'
import { useWords } from '#ui/use-words.ts'
import { usePageData } from '../shell/page-data.ts'
import { useContent } from '../shell/use-content.ts'

/** An article by its name in the address; `null` once the device knows that there is none. */
export function useArticle(slug: () => string) {
  const { language } = useWords()
  const fromPage = usePageData()?.article
  const first = fromPage?.id === slug() ? fromPage : undefined
  return useContent<Article | null>(
    () => languageScope(language.value), async ({ knowledge }) => (await knowledge.article(slug(), language.value)) ?? null,
    { first, watched: () => `${language.value} ${slug()}` },
  )
}
