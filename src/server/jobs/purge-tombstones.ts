import type { Installation } from '../installation.ts'
import type { FeedOwner } from '../sync/feed-repository.ts'

/** For so long a `del` is kept for devices that were away. */
export const tombstoneMs = 90 * 24 * 60 * 60 * 1000
const readersAtOnce = 200

/**
 * Deletes tombstones that are older and raises their scope's floor over them, both in one transaction that holds the scope's counter: a
 * pull sees either the `del` or the floor that makes an older cursor begin anew.
 */
export async function purgeTombstones({ database, now }: Installation, isStopping: () => boolean): Promise<void> {
  const before = now() - tombstoneMs
  while (!isStopping()) {
    const readers = await database.db.selectFrom('feed').select(['account_id as account', 'reader']).distinct()
      .where('op', '=', 'del').where('at', '<', before).limit(readersAtOnce).execute()
    for (const owner of readers) await purgeFeed(database, owner, before)
    if (readers.length < readersAtOnce) break
  }
  const scopes = await database.db.selectFrom('public_row').select('scope').distinct().where('op', '=', 'del').where('at', '<', before).execute()
  for (const { scope } of scopes) await purgePublic(database, scope, before)
}

function purgeFeed({ transaction, forUpdate }: Installation['database'], { account, reader }: FeedOwner, before: number): Promise<void> {
  return transaction(async trx => {
    const counter = trx.selectFrom('feed_counter').select('floor').where('account_id', '=', account).where('reader', '=', reader)
    await forUpdate(counter).executeTakeFirst()
    const purged = await trx.deleteFrom('feed').where('account_id', '=', account).where('reader', '=', reader)
      .where('op', '=', 'del').where('at', '<', before).returning('version').execute()
    const highest = purged.reduce((most, { version }) => Math.max(most, version), 0)
    await trx.updateTable('feed_counter').set({ floor: highest })
      .where('account_id', '=', account).where('reader', '=', reader).where('floor', '<', highest).execute()
  })
}

function purgePublic({ transaction, forUpdate }: Installation['database'], scope: string, before: number): Promise<void> {
  return transaction(async trx => {
    await forUpdate(trx.selectFrom('public_counter').select('floor').where('scope', '=', scope)).executeTakeFirst()
    const purged = await trx.deleteFrom('public_row').where('scope', '=', scope).where('op', '=', 'del').where('at', '<', before)
      .returning('version').execute()
    const highest = purged.reduce((most, { version }) => Math.max(most, version), 0)
    await trx.updateTable('public_counter').set({ floor: highest }).where('scope', '=', scope).where('floor', '<', highest).execute()
  })
}
