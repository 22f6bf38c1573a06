import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { CheckedSqlite } from './checked-sqlite.ts'
import type { Database } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import type { Tables } from './tables.ts'

/** The embedded database in `folder`: one process, one connection, every commit on the disk before it counts. */
export function openSqlite(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = lockFolder(folder)
  try {
    const connection = new CheckedSqlite(join(folder, 'servus.db'))
    connection.exec('pragma journal_mode = wal')
    connection.exec('pragma synchronous = full')
    connection.exec('pragma foreign_keys = on')
    connection.exec('pragma busy_timeout = 5000')
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: connection }) })
    const run: Database['transaction'] = work => db.transaction().execute(work)
    return {
      kind: 'sqlite',
      connection,
      db,
      transaction: run,
      snapshot: run,
      forUpdate: query => query,
      async close() {
        await db.destroy()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
