import type { Dexie, Table } from 'dexie'
import type { Millis } from '#domain/ids.ts'
import { openDatabase, type Where } from './open-database.ts'

/** A row as the server said it. A scope that begins anew is filled beside the old one under the next `fill`. */
export type FeedRow = { scope: string, fill: number, kind: string, key: string, version: number, body: unknown }

/**
 * How far a scope has come. Screens read the rows of `shown`; `cursor` is where its next page begins, `settled` the version of its last
 * page with `more: false` (0: never whole), `sum` the content hash of its rows (missing: not counted yet). `filling`: a second base beside
 * it that will take its place when whole. `mendedAt`: when it was last begun anew because its sum was not the server's; `differsSince`:
 * it was again, which a new beginning will not cure. `epoch`: the server's, of a public scope.
 */
export type Feed = {
  scope: string, shown: number, cursor: number, settled: number, sum?: string,
  filling?: Position, mendedAt?: Millis, differsSince?: Millis, epoch?: string
}
/** `isFilling`: in the middle of a first fill, or of a new one. */
export type Position = { fill: number, cursor: number, sum?: string, isFilling?: boolean }

/** A picture that was looked at, kept within a budget. */
export type Picture = { id: string, bytes: ArrayBuffer, type: string, size: number, seenAt: Millis }

export type FeedDatabase = Dexie & {
  rows: Table<FeedRow, [string, number, string, string]>
  feeds: Table<Feed, string>
  pictures: Table<Picture, string>
}

/** In the name of every cache: a new number is a fresh pull into a new database. */
export const baseSchema = 1
export const baseName = (reader: string) => `servus-base-${baseSchema}-${reader}`
export const publicName = `servus-public-${baseSchema}`

/** A cache of what the server said; the device never edits its rows. */
export function openFeedDatabase(name: string, where: Where): FeedDatabase {
  const database = openDatabase(name, 'relaxed', where)
  database.version(1).stores({ rows: '[scope+fill+kind+key]', feeds: 'scope', pictures: 'id, seenAt' })
  return database as FeedDatabase
}
