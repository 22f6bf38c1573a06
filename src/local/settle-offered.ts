import { readerScope } from '#protocol/scopes.ts'
import type { FeedDatabase } from './feed-database.ts'
import type { OutboxDatabase } from './outbox-database.ts'
import { readRow } from './read-rows.ts'

/**
 * Files that were uploaded before the server was restored: those that it awaits again are sent again, those that it has are done. One of a command that it
 * has not taken yet stays as it is. Must come after the owner's scope was whole.
 */
export async function settleOffered(outbox: OutboxDatabase, base: FeedDatabase, owner: string): Promise<void> {
  for (const { id } of await outbox.files.where('state').equals('offered').toArray()) {
    const row = await readRow(base, readerScope(owner), 'file', id)
    if (row) await outbox.files.update(id, { state: row.state === 'awaited' ? 'kept' : 'uploaded' })
  }
}
