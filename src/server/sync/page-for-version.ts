import type { Page } from '#protocol/messages.ts'
import type { ServedVersion } from '#protocol/version.ts'
import type { Db } from '../db/tables.ts'
import { changeHash, rowHash } from './content-hash.ts'
import type { FeedOwner } from './feed-repository.ts'

/** Kinds of rows that version 1 does not know. */
const newKinds = ['mark', 'preference']

/** A page of a reader's scope as a version knows it: rows of kinds that came later are neither in it nor in its hash. Must run in the page's snapshot. */
export async function pageFor(version: ServedVersion, trx: Db, owner: FeedOwner, page: Page): Promise<Page> {
  switch (version) {
    case 1: return asVersion1(trx, owner, page)
    case 2: return page
    default: return version satisfies never
  }
}

async function asVersion1(trx: Db, { account, reader }: FeedOwner, page: Page): Promise<Page> {
  const isKnown = ({ kind }: { kind: string }) => !newKinds.includes(kind)
  const known = { ...page, puts: page.puts.filter(isKnown), dels: page.dels.filter(isKnown) }
  if (page.hash === undefined) return known
  const left = await trx.selectFrom('feed').select(['kind', 'key', 'version'])
    .where('account_id', '=', account).where('reader', '=', reader).where('kind', 'in', newKinds).where('op', '=', 'put').execute()
  return { ...known, hash: changeHash(page.hash, [], left.map(row => rowHash(row.kind, row.key, row.version))) }
}
