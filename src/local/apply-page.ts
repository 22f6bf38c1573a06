import type { Page } from '#protocol/messages.ts'
import type { Feed, FeedDatabase, Position } from './feed-database.ts'
import { afterAll } from './read-rows.ts'

const start: Position = { fill: 1, cursor: 0 }
const positionOf = (feed: Feed | undefined): Position => feed?.filling ?? (feed ? { fill: feed.shown, cursor: feed.cursor } : start)

/** Where the next page of a scope begins. */
export const readPosition = async (database: FeedDatabase, scope: string): Promise<Position> => positionOf(await database.feeds.get(scope))

/**
 * Applies a page in one transaction, if the scope still stands where the page was asked from; `stale`: somebody else was faster and
 * nothing was done. A page with `reset` begins a second base beside the shown one, which gives way when the new one is whole.
 */
export async function applyPage(database: FeedDatabase, page: Page, from: Position): Promise<'applied' | 'stale'> {
  return database.transaction('rw', database.rows, database.feeds, async () => {
    const feed = await database.feeds.get(page.scope)
    const position = positionOf(feed)
    if (position.fill !== from.fill || position.cursor !== from.cursor) return 'stale'
    const fill = page.reset ? position.fill + 1 : position.fill
    if (isNothingNew(feed, page, fill)) return 'applied'
    if (page.reset && feed?.filling) await dropFill(database, page.scope, position.fill)
    await database.rows.bulkPut(page.puts.map(put => ({ scope: page.scope, fill, ...put })))
    await database.rows.bulkDelete(page.dels.map(({ kind, key }) => [page.scope, fill, kind, key] as [string, number, string, string]))
    await database.feeds.put(await nextFeed(database, feed, page, fill))
    return 'applied'
  })
}

/** Without this every quiet pull would wake all live queries. */
const isNothingNew = (feed: Feed | undefined, page: Page, fill: number) =>
  feed !== undefined && fill === feed.shown && !feed.filling && !page.more && page.puts.length + page.dels.length === 0
  && feed.cursor === page.next && feed.settled === page.next

async function nextFeed(database: FeedDatabase, feed: Feed | undefined, page: Page, fill: number): Promise<Feed> {
  const { scope, next, more } = page
  if (!feed || feed.shown === fill) return { scope, shown: fill, cursor: next, settled: more ? feed?.settled ?? 0 : next }
  if (more) return { ...feed, filling: { fill, cursor: next } }
  await dropFill(database, scope, feed.shown)
  return { scope, shown: fill, cursor: next, settled: next }
}

async function dropFill(database: FeedDatabase, scope: string, fill: number) {
  await database.rows.where('[scope+fill+kind+key]').between([scope, fill, '', ''], [scope, fill, afterAll, afterAll]).delete()
}

/** Begins a scope anew beside what is shown: its versions count no more. */
export async function refill(database: FeedDatabase, scope: string): Promise<void> {
  await database.transaction('rw', database.rows, database.feeds, async () => {
    const feed = await database.feeds.get(scope)
    if (!feed) return
    const position = positionOf(feed)
    if (feed.filling) await dropFill(database, scope, position.fill)
    await database.feeds.put({ ...feed, settled: 0, filling: { fill: position.fill + 1, cursor: 0 } })
  })
}
