import type { Hint } from '#protocol/messages.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { readPublicVersions } from './content-page.ts'
import type { FeedOwner } from './feed-repository.ts'

const readersAtOnce = 500

/** The versions of these readers' scopes, then of the public ones. A reader without rows stands at 0. */
export async function whereScopesStand(db: Db, owners: readonly FeedOwner[]): Promise<Hint[]> {
  const hints: Hint[] = []
  for (let start = 0; start < owners.length; start += readersAtOnce) {
    const some = owners.slice(start, start + readersAtOnce)
    const rows = await db.selectFrom('feed_counter').select(['reader', 'version'])
      .where(({ eb, refTuple, tuple }) => eb(refTuple('account_id', 'reader'), 'in', some.map(({ account, reader }) => tuple(account, reader)))).execute()
    const versionByReader = new Map(rows.map(({ reader, version }) => [reader, version]))
    hints.push(...some.map(({ reader }) => ({ scope: readerScope(reader), version: versionByReader.get(reader) ?? 0 })))
  }
  return [...hints, ...Object.entries(await readPublicVersions(db)).map(([scope, version]) => ({ scope: scope as Scope, version }))]
}
