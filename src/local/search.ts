import type { Language } from '#domain/language.ts'
import { languageScope, publicScope } from '#protocol/scopes.ts'
import { contentVersions, services } from './catalog.ts'
import { articles } from './knowledge.ts'
import type { SearchHit, SearchIndex } from './search-index.ts'

export type { SearchHit } from './search-index.ts'

type Cached = { versions: string, index: Promise<SearchIndex> }
const cachedByLanguage = new Map<Language, Cached>()

/** The index of what is on this device in a language; made at first need and again when the content has changed. */
async function indexFor(language: Language): Promise<SearchIndex> {
  const all = await contentVersions()
  const versions = `${all[publicScope] ?? 0}/${all[languageScope(language)] ?? 0}`
  const cached = cachedByLanguage.get(language)
  if (cached?.versions === versions) return cached.index
  const index = makeIndex(language)
  cachedByLanguage.set(language, { versions, index })
  index.catch(() => cachedByLanguage.delete(language))
  return index
}

async function makeIndex(language: Language): Promise<SearchIndex> {
  const { buildIndex } = await import('./search-index.ts')
  return buildIndex(language, await services(), await articles(language))
}

/** Makes the index ready, for instance when somebody puts the cursor into the search field. */
export async function prepareSearch(language: Language): Promise<void> {
  await indexFor(language)
}

/**
 * Services and articles on this device that hold all words of the query, in any of their forms, as beginnings and with small typing errors; where
 * nothing holds all of them, those that hold most. Best first. Not for live queries.
 */
export async function search(language: Language, query: string, limit = 50): Promise<SearchHit[]> {
  const index = await indexFor(language)
  const all = index.find(query, 'all')
  return (all.length > 0 ? all : index.find(query, 'any')).slice(0, limit)
}

/**
 * Articles that may answer what somebody is writing: such as share a title word or a keyword with it, or several words. None is
 * better than a wrong one.
 */
export async function suggestArticles(language: Language, text: string, limit = 3): Promise<SearchHit[]> {
  const index = await indexFor(language)
  return index.find(text, 'any')
    .filter(hit => hit.kind === 'article' && (hit.matched >= 3 || (hit.isInTitle && hit.matched >= 1)))
    .slice(0, limit)
}
