import { type Kysely, sql } from 'kysely'
import { createSyncTables } from './migrations/0001-sync.ts'
import { createIdentityTables } from './migrations/0002-identity.ts'
import { createParking } from './migrations/0003-parking.ts'
import { createFeedTables } from './migrations/0004-feeds.ts'
import { createMoveTables } from './migrations/0005-moves.ts'
import { createFileParts } from './migrations/0006-files.ts'
import { createSnapshots } from './migrations/0007-snapshots.ts'
import { createCounter } from './migrations/0010-counter.ts'
import { createReadyAnswers } from './migrations/0011-ready-answers.ts'
import { DatabaseProblem } from './database-problem.ts'
import type { DatabaseKind } from './database.ts'
import type { Db } from './tables.ts'

/** Changes the schema by one step, in a transaction of its own. Tables are named freely: a step must not follow later types. */
export type Migration = (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>

/** In order. A released step is never changed: a new one follows it. */
const migrations: { id: string, up: Migration }[] = [
  { id: '0001-sync', up: createSyncTables },
  { id: '0002-identity', up: createIdentityTables },
  { id: '0003-parking', up: createParking },
  { id: '0004-feeds', up: createFeedTables },
  { id: '0005-moves', up: createMoveTables },
  { id: '0006-files', up: createFileParts },
  { id: '0007-snapshots', up: createSnapshots },
  { id: '0010-counter', up: createCounter },
  { id: '0011-ready-answers', up: createReadyAnswers },
]

/** Any number will do that no other program on this PostgreSQL uses. */
const lockNumber = 7_305_110_127

/** Brings the schema up to date; a step that was interrupted begins anew. Must refuse a schema of a later version of the program. */
export async function runMigrations(db: Db, kind: DatabaseKind, now: () => number): Promise<void> {
  await db.schema.createTable('migration').ifNotExists()
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('at', 'bigint', column => column.notNull())
    .execute()
  refuseLaterSchema(await appliedIds(db))
  for (const { id, up } of migrations) {
    await db.transaction().execute(async trx => {
      if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(trx)
      if ((await appliedIds(trx)).has(id)) return
      await up(trx as unknown as Kysely<unknown>, kind)
      await trx.insertInto('migration').values({ id, at: now() }).execute()
    })
  }
}

async function appliedIds(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('migration').select('id').execute()
  return new Set(rows.map(row => row.id))
}

/** Throws a DatabaseProblem where a schema has steps that this version does not know. */
export function refuseLaterSchema(applied: ReadonlySet<string>): void {
  const known = new Set(migrations.map(migration => migration.id))
  const unknown = [...applied].filter(id => !known.has(id))
  if (unknown.length > 0) {
    throw new DatabaseProblem(
      `This database was changed by a later version of Servus (${unknown.join(', ')}), which this version does not know. `
      + 'Start that version again, or restore a backup made before the upgrade. Nothing was changed.',
    )
  }
}
