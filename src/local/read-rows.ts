import type { LanguageRows, PublicRows, ReaderRows } from '#protocol/rows.ts'
import type { FeedDatabase } from './feed-database.ts'

type Rows = PublicRows & LanguageRows & ReaderRows

/** Greater than every kind and key in use. */
export const afterAll = '\uffff'

/** More would hold up the screen while they are unpacked. */
const rowsAtOnce = 300

const shownFill = async (database: FeedDatabase, scope: string) => (await database.feeds.get(scope))?.shown ?? 1

/** All rows of a kind in a scope, in the order of their keys; `prefix` narrows them. What the base does not have yet is missing. */
export async function readRows<Kind extends keyof Rows>(database: FeedDatabase, scope: string, kind: Kind, prefix = ''): Promise<Rows[Kind][]> {
  return readRowsBetween(database, scope, kind, prefix, prefix + afterAll)
}

/** As `readRows`, for keys from `first` to `last`, both included. */
export async function readRowsBetween<Kind extends keyof Rows>(database: FeedDatabase, scope: string, kind: Kind, first: string, last: string): Promise<Rows[Kind][]> {
  const fill = await shownFill(database, scope)
  const bodies: Rows[Kind][] = []
  for (let from = first, isFirst = true; ; isFirst = false) {
    const rows = await database.rows.where('[scope+fill+kind+key]').between([scope, fill, kind, from], [scope, fill, kind, last], isFirst, true).limit(rowsAtOnce).toArray()
    for (const row of rows) bodies.push(row.body as Rows[Kind])
    if (rows.length < rowsAtOnce) return bodies
    from = rows.at(-1)!.key
  }
}

/** One row. */
export async function readRow<Kind extends keyof Rows>(database: FeedDatabase, scope: string, kind: Kind, key: string): Promise<Rows[Kind] | undefined> {
  const row = await database.rows.get([scope, await shownFill(database, scope), kind, key])
  return row?.body as Rows[Kind] | undefined
}
