import { type Kysely, sql } from 'kysely'

/** Accounts, members, staff, and how they prove who they are. */
export async function createIdentityTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table account (id text primary key, created_at bigint not null)`.execute(db)
  await sql`create table member (
    account_id text not null, id text not null, name text not null, language text not null, is_confirmed bigint not null,
    secret_hash text, created_at bigint not null,
    primary key (account_id, id))`.execute(db)
  await sql`create table address (
    email text not null, account_id text not null, member_id text not null, confirmed_at bigint not null,
    primary key (email, account_id))`.execute(db)
  await sql`create index address_by_member on address (account_id, member_id)`.execute(db)
  await sql`create table staff (
    id text primary key, email text not null unique, name text not null, roles text not null, language text not null,
    created_at bigint not null)`.execute(db)
  await createSessions(db)
}

async function createSessions(db: Kysely<unknown>) {
  await sql`create table session (
    token_hash text primary key, audience text not null, account_id text, member_id text, staff_id text,
    created_at bigint not null, seen_at bigint not null, expires_at bigint not null)`.execute(db)
  await sql`create index session_by_expiry on session (expires_at)`.execute(db)
  await sql`create table sign_in_code (
    email text not null, audience text not null, salt text not null, code_hash text not null,
    tries_left bigint not null, expires_at bigint not null,
    primary key (email, audience))`.execute(db)
  await sql`create table sign_in_counter (
    key text not null, hour bigint not null, count bigint not null,
    primary key (key, hour))`.execute(db)
}
