import type { Kysely } from 'kysely'
import type { IdentityTables } from './identity-tables.ts'
import type { SyncTables } from './sync-tables.ts'

/**
 * Every table. Names and columns are snake_case as in SQL. Ids are text, times integer milliseconds, yes and no the numbers 1 and 0,
 * JSON is kept as text on both databases. Keys of private tables begin with `account_id`.
 */
export type Tables = SyncTables & IdentityTables

export type Db = Kysely<Tables>
