import type { FeedDatabase } from './feed-database.ts'
import { pauseForOthers } from './pause-for-others.ts'

/** More would hold up the screen, and others who write. */
const rowsAtOnce = 500

/**
 * Deletes the rows of a scope that are neither shown nor about to be: bases that gave way, little by little. Fills only ever count up, so that
 * what a crash leaves behind is found by the next call.
 */
export async function dropOldFills({ rows, feeds }: FeedDatabase, scope: string): Promise<void> {
  const feed = await feeds.get(scope)
  if (!feed) return
  await dropBetween(rows, scope, 0, feed.shown)
  if (feed.filling) await dropBetween(rows, scope, feed.shown + 1, feed.filling.fill)
}

/** From the fill `first` up to, but without, `end`. */
async function dropBetween(rows: FeedDatabase['rows'], scope: string, first: number, end: number) {
  const some = () => rows.where('[scope+fill+kind+key]').between([scope, first], [scope, end], true, false).limit(rowsAtOnce).primaryKeys()
  for (let keys = await some(); keys.length > 0; keys = keys.length < rowsAtOnce ? [] : await some()) {
    await rows.bulkDelete(keys)
    await pauseForOthers()
  }
}
