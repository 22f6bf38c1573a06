import type { Category } from '#domain/catalog/service.ts'
import type { Terms } from '#domain/catalog/terms.ts'
import type { PublishedEvaluation, Rating } from '#domain/evaluation/published.ts'
import type { Article } from '#domain/knowledge/article.ts'
import { languages, type Language } from '#domain/language.ts'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import { languageScope, publicScope } from '#protocol/scopes.ts'
import { readRows } from '../content/read-public-rows.ts'
import type { Db } from '../db/tables.ts'
import type { Installation } from '../installation.ts'
import { readPublicVersions } from '../sync/content-page.ts'

/** All public rows of one moment, parsed. */
export type PublicContent = {
  versions: Record<string, number>
  business: BusinessRow
  categories: Category[]
  services: ServiceRow[]
  ratings: Rating[]
  /** Newest first. */
  evaluations: PublishedEvaluation[]
  articles: Record<Language, Article[]>
  terms: Record<Language, Terms[]>
}

export type PublicContentReader = () => Promise<PublicContent | undefined>

/** Reads the public content, anew only where a scope's version has changed. Undefined while there is no business. */
export function makePublicContentReader({ db, database }: Installation): PublicContentReader {
  let cached: { key: string, content: PublicContent | undefined } | undefined
  return async () => {
    const key = keyOfVersions(await readPublicVersions(db))
    if (cached?.key === key) return cached.content
    const content = await database.snapshot(readContent)
    cached = { key: content ? keyOfVersions(content.versions) : key, content }
    return content
  }
}

export const keyOfVersions = (versions: Record<string, number>) =>
  Object.entries(versions).map(([scope, version]) => `${scope}=${version}`).sort().join(' ')

async function readContent(trx: Db): Promise<PublicContent | undefined> {
  const versions = await readPublicVersions(trx)
  const [business] = await readRows(trx, publicScope, 'business')
  if (!business) return undefined
  const byOrder = <Row extends { order: number }>(rows: Row[]) => rows.sort((one, other) => one.order - other.order)
  return {
    versions, business,
    categories: byOrder(await readRows(trx, publicScope, 'category')),
    services: byOrder(await readRows(trx, publicScope, 'service')),
    ratings: await readRows(trx, publicScope, 'rating'),
    evaluations: (await readRows(trx, publicScope, 'evaluation')).sort((one, other) => other.at - one.at),
    articles: await perLanguage(async language => byOrder(await readRows(trx, languageScope(language), 'article'))),
    terms: await perLanguage(language => readRows(trx, languageScope(language), 'terms')),
  }
}

async function perLanguage<Row>(read: (language: Language) => Promise<Row[]>): Promise<Record<Language, Row[]>> {
  const entries: [Language, Row[]][] = []
  for (const language of languages) entries.push([language, await read(language)])
  return Object.fromEntries(entries) as Record<Language, Row[]>
}
