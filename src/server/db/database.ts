import type pg from 'pg'
import type { CheckedSqlite } from './checked-sqlite.ts'
import { explainOpening } from './explain-opening.ts'
import { runMigrations } from './migrations.ts'
import { openPostgres } from './postgres-database.ts'
import { openSqlite } from './sqlite-database.ts'
import type { Db } from './tables.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

/**
 * The one database of an installation. Inside `transaction` and `snapshot` use only the `trx` given: SQLite has a single
 * connection, and a query past it would wait for ever. `connection` and `pool` are for plain statements where speed counts.
 */
export type Database = (
  | { kind: 'sqlite', connection: CheckedSqlite }
  | { kind: 'postgres', pool: pg.Pool }
) & {
  db: Db
  /** All or nothing; run again as a whole when PostgreSQL reports a deadlock, so `work` must have no other effects. */
  transaction: <T>(work: (trx: Db) => Promise<T>) => Promise<T>
  /** Reads only, all of them of one moment. */
  snapshot: <T>(work: (trx: Db) => Promise<T>) => Promise<T>
  /** Locks the rows read until the transaction ends; SQLite, with its one writer, needs no locks. */
  forUpdate: <Query extends { forUpdate: () => unknown }>(query: Query) => Query
  close: () => Promise<void>
}

export type DatabasePlace = {
  /** postgres://...; without it the embedded database in `folder` is used. */
  url?: string | undefined
  folder: string
}

/** Opens the database and brings its schema up to date. Throws a DatabaseProblem in plain words. */
export async function openDatabase({ url, folder }: DatabasePlace, now: () => number = Date.now): Promise<Database> {
  const place = { url, folder }
  let database: Database | undefined
  try {
    database = url ? openPostgres(url) : openSqlite(folder)
    await runMigrations(database.db, database.kind, now)
    return database
  } catch (error) {
    await database?.close()
    throw explainOpening(error, place)
  }
}
