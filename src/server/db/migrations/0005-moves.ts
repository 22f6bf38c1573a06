import { type Kysely, sql } from 'kysely'

/** Guests that were moved into a known account, and who was erased. */
export async function createMoveTables(db: Kysely<unknown>): Promise<void> {
  await sql`alter table account add column moved_account text`.execute(db)
  await sql`alter table account add column moved_member text`.execute(db)
  await sql`create table member_alias (
    account_id text not null, alias text not null, member_id text not null, created_at bigint not null,
    primary key (account_id, alias))`.execute(db)
  await sql`create index member_alias_by_member on member_alias (account_id, member_id)`.execute(db)
  await sql`create table erasure (
    account_id text not null, member_id text not null, at bigint not null,
    primary key (account_id, member_id))`.execute(db)
}
