import type { Terms } from '#domain/catalog/terms.ts'
import { languageScope } from '#protocol/scopes.ts'
import { useWords } from '#ui/use-words.ts'
import { usePageData } from '../shell/page-data.ts'
import { useContent } from '../shell/use-content.ts'

/** The terms in force, in the reader's language where they are written in it. */
export function useTerms() {
  const { language } = useWords()
  return useContent<Terms | undefined>(
    () => languageScope(language.value), ({ knowledge }) => knowledge.terms(language.value), { first: usePageData()?.terms, watched: () => language.value },
  )
}
