import { type Kysely, sql } from 'kysely'

/** Jobs, the age of tombstones, requests that have left their readers' feeds, and the way of changes to the feeds of staff. */
export async function createFeedTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table job (
    name text primary key, next_at bigint not null, lease text, failures bigint not null)`.execute(db)
  // A tombstone from before has no time and counts as old: the floor is raised over it, which is always right.
  await sql`alter table feed add column at bigint not null default 0`.execute(db)
  await sql`alter table feed add column data_account text`.execute(db)
  await sql`create index feed_by_tombstone on feed (at) where op = 'del'`.execute(db)
  await sql`alter table public_row add column at bigint not null default 0`.execute(db)
  await sql`alter table request add column left_feeds_at bigint`.execute(db)
  await sql`create index request_by_end on request (updated_at) where is_ended = 1 and left_feeds_at is null`.execute(db)
  await sql`create table staff_outbox (
    account_id text not null, id text not null, request_id text not null, file_id text,
    primary key (account_id, id))`.execute(db)
  await sql`create table staff_sight (
    account_id text not null, request_id text not null, staff_id text not null,
    primary key (account_id, request_id, staff_id))`.execute(db)
}
