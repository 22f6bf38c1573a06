import type { ContentHead, Page } from '#protocol/messages.ts'
import { pageSize } from '#protocol/messages.ts'
import { languages } from '#domain/language.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { emptyHash } from './content-hash.ts'
import { startOf, toPage } from './feed-page.ts'

export const publicScopes: readonly Scope[] = [publicScope, ...languages.map(languageScope)]

export type PublicCounter = { version: number, hash: string, floor: number }

/** Where each public scope stands; one without rows at 0. */
export async function readPublicCounters(trx: Db): Promise<Map<Scope, PublicCounter>> {
  const counters = await trx.selectFrom('public_counter').selectAll().execute()
  const counterByScope = new Map(counters.map(({ scope, ...counter }) => [scope, counter]))
  return new Map(publicScopes.map(scope => [scope, counterByScope.get(scope) ?? unwritten]))
}

const unwritten: PublicCounter = { version: 0, hash: emptyHash, floor: 0 }

/** The versions of all public scopes. */
export const readPublicVersions = async (trx: Db): Promise<ContentHead['versions']> =>
  Object.fromEntries([...await readPublicCounters(trx)].map(([scope, { version }]) => [scope, version]))

export const readPublicCounter = async (trx: Db, scope: Scope): Promise<PublicCounter> =>
  await trx.selectFrom('public_counter').select(['version', 'hash', 'floor']).where('scope', '=', scope).executeTakeFirst() ?? unwritten

/** One page of a public scope. Must run in a snapshot. */
export async function readContentPage(trx: Db, scope: Scope, since: number, isFilling: boolean): Promise<Page> {
  const counter = await readPublicCounter(trx, scope)
  const start = startOf(since, counter, isFilling)
  const rows = await trx.selectFrom('public_row').select(['kind', 'key', 'version', 'op', 'body'])
    .where('scope', '=', scope).where('version', '>', start.from)
    .orderBy('version').limit(pageSize + 1)
    .execute()
  return toPage(scope, rows, start, counter)
}
