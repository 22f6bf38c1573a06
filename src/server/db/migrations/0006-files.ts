import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const atOnce = 500

/**
 * Where a file's bytes lie is told by its row (`store_key`), so that a file may change its account; and what has come of bytes that
 * are still on their way.
 */
export async function createFileParts(db: Kysely<unknown>): Promise<void> {
  await sql`alter table file add column store_key text not null default ''`.execute(db)
  await nameKeptBytes(db)
  await sql`create table file_part (
    account_id text not null, file_id text not null, start bigint not null, size bigint not null, sha256 text not null,
    store_key text not null, at bigint not null,
    primary key (account_id, file_id, start))`.execute(db)
  await sql`create index file_part_by_age on file_part (at)`.execute(db)
}

/** So far the name was made from account and id: that name stays. */
async function nameKeptBytes(db: Kysely<unknown>): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ account_id: string, id: string }>`select account_id, id from file where store_key = '' limit ${atOnce}`.execute(db)
    for (const { account_id: account, id } of rows) {
      const key = createHash('sha256').update(`${account}|${id}`).digest('hex')
      await sql`update file set store_key = ${key} where account_id = ${account} and id = ${id}`.execute(db)
    }
    if (rows.length < atOnce) return
  }
}
