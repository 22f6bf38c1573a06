import { type Kysely, sql } from 'kysely'

/** Commands that failed and those set aside for the operator, and up to where a device has heard its results. */
export async function createParking(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sender add column acked_seq bigint not null default 0`.execute(db)
  await sql`create table command_failure (
    account_id text not null, sender_id text not null, mid text not null, count bigint not null, at bigint not null,
    primary key (account_id, sender_id, mid))`.execute(db)
  await sql`create table parked_command (
    account_id text not null, sender_id text not null, mid text not null, seq bigint not null, member_id text not null,
    state text not null, actor text not null, command text not null, reason text not null, parked_at bigint not null, settled_at bigint,
    primary key (account_id, sender_id, mid))`.execute(db)
  await sql`create index parked_by_state on parked_command (state, parked_at)`.execute(db)
}
