import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Restored } from '#protocol/messages.ts'
import type { Tables } from './db/tables.ts'
import type { FileStore } from './files/file-store.ts'
import type { Hints } from './sync/hints.ts'
import type { Mailer } from './notify/mailer.ts'
import type { Log } from './log.ts'

export type Db = Kysely<Tables>

/** Everything a running server holds: one business, one database. Passed to every route, so that tests make their own. */
export type Installation = {
  config: Config
  database: Database
  db: Db
  hints: Hints
  files: FileStore
  /** For how long a file's sender may bring nothing before it is cut, in milliseconds; `idleLimitMs` where absent. */
  uploadIdleMs?: number
  mailer: Mailer
  log: Log
  /** The server's clock, in milliseconds since 1970. */
  now: () => number
  /** Changes when the database was restored from a backup. */
  epoch: string
  /** When it was, if ever: journalled commands of devices are judged by it. */
  restored?: Restored
}
