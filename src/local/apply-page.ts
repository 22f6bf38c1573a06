import type { Millis } from '#domain/ids.ts'
import type { Page } from '#protocol/messages.ts'
import { checkSum, isSettledSum } from './check-sum.ts'
import { changeSum, emptySum, sumOf } from './content-sum.ts'
import { dropOldFills } from './drop-old-fills.ts'
import type { Feed, FeedDatabase, FeedRow, Position } from './feed-database.ts'
import { afterAll } from './read-rows.ts'
import { storeRows } from './store-rows.ts'

/** `stale`: somebody else was faster and nothing was done. `mending`: what is here is not what the server has, and is fetched anew. */
export type Applied = 'applied' | 'stale' | 'mending'

const positionOf = (feed: Feed | undefined): Position =>
  feed?.filling ? { ...feed.filling, isFilling: true } : (feed ? { fill: feed.shown, cursor: feed.cursor, isFilling: feed.settled === 0, ...(feed.sum === undefined ? {} : { sum: feed.sum }) } : { fill: 1, cursor: 0, sum: emptySum, isFilling: true })

/** Where the next page of a scope begins. */
export const readPosition = async (database: FeedDatabase, scope: string): Promise<Position> => positionOf(await database.feeds.get(scope))

/**
 * Applies a page in one transaction, content hash included, if the scope still stands where the page was asked from. A page with `reset`
 * begins a second base beside the shown one, which gives way when the new one is whole.
 */
export async function applyPage(database: FeedDatabase, page: Page, from: Position, now: Millis = Date.now()): Promise<Applied> {
  const added = sumOf(page.puts)
  const applied = await database.transaction<Applied>('rw', database.rows, database.feeds, async () => {
    const feed = await database.feeds.get(page.scope)
    const known = positionOf(feed)
    if (known.fill !== from.fill || known.cursor !== from.cursor) return 'stale'
    const position = page.reset ? { fill: known.fill + 1, cursor: 0, sum: emptySum } : known
    if (isNothingNew(feed, page, position, now)) return 'applied'
    const before = position.sum ?? sumHex(await readFill(database, page.scope, position.fill))
    const isFirstFill = position.fill !== feed?.shown || feed.settled === 0
    const replaced = await storeRows(database, page.puts.map(put => ({ scope: page.scope, fill: position.fill, ...put })), isFirstFill)
    const sum = changeSum(before, added, sumOf([...replaced, ...await deleteRows(database, page, position)]))
    const next = nextFeed(feed, page, { ...position, cursor: page.next, sum })
    const checked = page.more ? { feed: next, isMending: false } : checkSum(next, sum, page.hash, now)
    await database.feeds.put(checked.feed)
    return checked.isMending ? 'mending' : 'applied'
  })
  if (applied !== 'stale' && (page.reset || !page.more)) await dropOldFills(database, page.scope)
  return applied
}

const keyOf = ({ scope }: Page, { fill }: Position, { kind, key }: { kind: string, key: string }): [string, number, string, string] => [scope, fill, kind, key]

/** Returns those that were there. */
async function deleteRows(database: FeedDatabase, page: Page, position: Position): Promise<FeedRow[]> {
  if (page.dels.length === 0) return []
  const keys = page.dels.map(del => keyOf(page, position, del))
  const rows = await database.rows.bulkGet(keys)
  await database.rows.bulkDelete(keys)
  return rows.filter(row => row !== undefined)
}

/** Without this every quiet pull would wake all live queries. */
const isNothingNew = (feed: Feed | undefined, page: Page, { fill }: Position, now: Millis) =>
  feed !== undefined && fill === feed.shown && !feed.filling && !page.more && page.puts.length + page.dels.length === 0
  && feed.cursor === page.next && feed.settled === page.next && isSettledSum(feed, page.hash, now)

function nextFeed(feed: Feed | undefined, { scope, more }: Page, { fill, cursor, sum }: Required<Omit<Position, 'isFilling'>>): Feed {
  if (!feed) return { scope, shown: fill, cursor, sum, settled: more ? 0 : cursor }
  if (feed.shown === fill) return { ...feed, cursor, sum, settled: more ? feed.settled : cursor }
  if (more) return { ...feed, filling: { fill, cursor, sum } }
  const { filling: _filled, ...rest } = feed
  return { ...rest, shown: fill, cursor, sum, settled: cursor }
}

const fillOf = (database: FeedDatabase, scope: string, fill: number) =>
  database.rows.where('[scope+fill+kind+key]').between([scope, fill, '', ''], [scope, fill, afterAll, afterAll])

const readFill = (database: FeedDatabase, scope: string, fill: number): Promise<FeedRow[]> => fillOf(database, scope, fill).toArray()

const sumHex = (rows: readonly FeedRow[]) => changeSum(emptySum, sumOf(rows), 0n)

/** Begins a scope anew beside what is shown: its versions count no more. */
export async function refill(database: FeedDatabase, scope: string): Promise<void> {
  await database.transaction('rw', database.rows, database.feeds, async () => {
    const feed = await database.feeds.get(scope)
    if (!feed) return
    const position = positionOf(feed)
    await database.feeds.put({ ...feed, settled: 0, filling: { fill: position.fill + 1, cursor: 0, sum: emptySum } })
  })
}

/**
 * What a public scope holds is of this epoch from now on. What is here of another one, or of nobody knows which, is begun anew beside
 * what is shown.
 */
export async function enterEpoch(database: FeedDatabase, scope: string, epoch: string): Promise<void> {
  if ((await database.feeds.get(scope))?.epoch === epoch) return
  await database.transaction('rw', database.rows, database.feeds, async () => {
    const feed = await database.feeds.get(scope)
    if (feed?.epoch === epoch) return
    if (feed) await refill(database, scope)
    const begun = await database.feeds.get(scope) ?? { scope, shown: 1, cursor: 0, settled: 0, sum: emptySum }
    await database.feeds.put({ ...begun, epoch })
  })
}
