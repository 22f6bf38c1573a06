import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { CheckedSqlite } from './checked-sqlite.ts'
import type { Database } from './database.ts'
import { DatabaseProblem } from './database-problem.ts'
import { damagedWords } from './explain-opening.ts'
import { lockFolder } from './folder-lock.ts'
import type { Tables } from './tables.ts'

/** The embedded database in `folder`: one process, one connection, every commit on the disk before it counts. */
export function openSqlite(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = lockFolder(folder)
  try {
    const path = join(folder, 'servus.db')
    const connection = new CheckedSqlite(path)
    connection.exec('pragma journal_mode = wal')
    connection.exec('pragma synchronous = full')
    connection.exec('pragma foreign_keys = on')
    connection.exec('pragma busy_timeout = 5000')
    refuseDamaged(connection, folder, statSync(path).size, lock.wasKilled)
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

/** A start must stay short: about 0.2 s for each 100 MB. Larger databases are for the doctor. */
const alwaysLookedAtBytes = 64 * 1024 ** 2
const lookedAtAfterKillBytes = 512 * 1024 ** 2

/** Whether every page of the file can be read and leads where it should; bytes inside of a text have no checksum in SQLite. */
function refuseDamaged(connection: CheckedSqlite, folder: string, size: number, wasKilled: boolean) {
  if (size > (wasKilled ? lookedAtAfterKillBytes : alwaysLookedAtBytes)) return
  const [found] = connection.prepare('pragma quick_check(1)').all([]) as { quick_check: string }[]
  if (found?.quick_check !== 'ok') throw new DatabaseProblem(damagedWords(folder), { cause: found })
}
