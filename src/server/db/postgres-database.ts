import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import { withRetries } from './retries.ts'
import type { Tables } from './tables.ts'

const int8 = 20
const numeric = 1700

/** Counters and times are bigint columns; sums of them come as numeric. All are safe integers here. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

/** A PostgreSQL that several processes may share. */
export function openPostgres(url: string, onLost: (error: Error) => void = () => {}): Database {
  const pool = new pg.Pool({ connectionString: url, types, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', onLost)
  // So would one that breaks between two statements of a transaction: the next statement then says so.
  pool.on('connect', client => { client.on('error', onLost) })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    kind: 'postgres',
    pool,
    db,
    transaction: work => withRetries(() => db.transaction().setIsolationLevel('read committed').execute(work)),
    snapshot: work => withRetries(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)),
    forUpdate: query => query.forUpdate() as typeof query,
    close: () => db.destroy(),
  }
}
