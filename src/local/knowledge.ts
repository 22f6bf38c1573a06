import type { Terms } from '#domain/catalog/terms.ts'
import type { Article } from '#domain/knowledge/article.ts'
import { languages, type Language } from '#domain/language.ts'
import { languageScope } from '#protocol/scopes.ts'
import { business } from './catalog.ts'
import { readRow, readRows } from './read-rows.ts'
import { useStorage } from './storage.ts'

/** The wanted language first, then the others in the order in which `pickText` falls back. */
const withFallbacks = (language: Language): Language[] => [language, ...languages.filter(other => other !== language).reverse()]

/** All articles, as ordered by the owner. One that is missing in this language comes in another: its `language` tells which. */
export async function articles(language: Language): Promise<Article[]> {
  const { content } = await useStorage()
  const articleById = new Map<string, Article>()
  for (const candidate of withFallbacks(language)) {
    for (const article of await readRows(content, languageScope(candidate), 'article')) {
      if (!articleById.has(article.id)) articleById.set(article.id, article)
    }
  }
  return [...articleById.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}

/** One article, in another language where this one has none. */
export async function article(id: string, language: Language): Promise<Article | undefined> {
  const { content } = await useStorage()
  for (const candidate of withFallbacks(language)) {
    const found = await readRow(content, languageScope(candidate), 'article', id)
    if (found) return found
  }
  return undefined
}

/** The terms in force: what a client says yes to, with the hash that goes into `agree`. */
export async function terms(language: Language): Promise<Terms | undefined> {
  const id = (await business())?.terms
  const { content } = await useStorage()
  for (const candidate of withFallbacks(language)) {
    const all = await readRows(content, languageScope(candidate), 'terms')
    const found = all.find(version => version.id === id)
    if (found) return found
  }
  return undefined
}

/** A version of the terms by its hash, in whatever language it was agreed to. */
export async function termsByHash(hash: string): Promise<Terms | undefined> {
  const { content } = await useStorage()
  for (const language of languages) {
    const found = (await readRows(content, languageScope(language), 'terms')).find(version => version.hash === hash)
    if (found) return found
  }
  return undefined
}
