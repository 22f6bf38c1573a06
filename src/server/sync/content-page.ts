import type { ContentHead, Page } from '#protocol/messages.ts'
import { pageSize } from '#protocol/messages.ts'
import { languages } from '#domain/language.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { emptyHash } from './content-hash.ts'
import { startOf, toPage } from './feed-page.ts'

export const publicScopes: readonly Scope[] = [publicScope, ...languages.map(languageScope)]

/** The versions of all public scopes; a scope without rows stands at 0. */
export async function readPublicVersions(trx: Db): Promise<ContentHead['versions']> {
  const counters = await trx.selectFrom('public_counter').select(['scope', 'version']).execute()
  const versionByScope = new Map(counters.map(counter => [counter.scope, counter.version]))
  return Object.fromEntries(publicScopes.map(scope => [scope, versionByScope.get(scope) ?? 0]))
}

/** One page of a public scope. Must run in a snapshot. */
export async function readContentPage(trx: Db, scope: Scope, since: number): Promise<Page> {
  const found = await trx.selectFrom('public_counter').select(['version', 'hash', 'floor']).where('scope', '=', scope).executeTakeFirst()
  const counter = found ?? { version: 0, hash: emptyHash, floor: 0 }
  const start = startOf(since, counter)
  const rows = await trx.selectFrom('public_row').select(['kind', 'key', 'version', 'op', 'body'])
    .where('scope', '=', scope).where('version', '>', start.from)
    .orderBy('version').limit(pageSize + 1)
    .execute()
  return toPage(scope, rows, start, counter)
}
