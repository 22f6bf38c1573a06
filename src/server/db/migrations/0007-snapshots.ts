import { type Kysely, sql } from 'kysely'

/**
 * Snapshots of public content, so that every process of an installation answers the same addresses. Bytes are base64: libsql takes
 * no buffers.
 */
export async function createSnapshots(db: Kysely<unknown>): Promise<void> {
  await sql`create table public_snapshot (
    scope text not null, hash text not null, edition text not null, version bigint not null, row_count bigint not null,
    made_at bigint not null, gzip text not null, brotli text not null,
    primary key (scope, hash))`.execute(db)
}
