import type { Scope } from '#protocol/scopes.ts'
import { usePageData } from './page-data.ts'
import { useLive, type Live } from './use-live.ts'

type Content = { catalog: typeof import('#local/catalog.ts'), knowledge: typeof import('#local/knowledge.ts') }

const loadContent = async (): Promise<Content> => {
  const [catalog, knowledge] = await Promise.all([import('#local/catalog.ts'), import('#local/knowledge.ts')])
  return { catalog, knowledge }
}

/**
 * Public content: what the page brought stands until the device has the scope at least as new as the page. `query` runs
 * only then, so an `undefined` from it means that there is no such thing.
 */
export function useContent<Value>(
  scope: () => Scope,
  query: (content: Content) => Promise<Value>,
  { first, watched }: { first?: Value | undefined, watched?: () => unknown } = {},
): Live<Value> {
  const versions = usePageData()?.versions
  return useLive(loadContent, async content => {
    const here = (await content.catalog.contentVersions())[scope()] ?? 0
    return here === 0 || here < (versions?.[scope()] ?? 0) ? undefined : query(content)
  }, { first, ...(watched ? { watched } : {}) })
}
