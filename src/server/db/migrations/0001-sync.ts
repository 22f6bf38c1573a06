import { type Kysely, sql } from 'kysely'

/** Requests, events, feeds, public rows, files, and what commands came to. */
export async function createSyncTables(db: Kysely<unknown>): Promise<void> {
  await createRequests(db)
  await createSenders(db)
  await createFeeds(db)
  await createPublicRows(db)
  await createFiles(db)
  await sql`create table meta (key text primary key, value text not null)`.execute(db)
}

async function createRequests(db: Kysely<unknown>) {
  await sql`create table request (
    account_id text not null, id text not null, state text not null, turn text not null, is_ended bigint not null,
    updated_at bigint not null, last_event bigint not null, last_desk_event bigint not null, created_by text not null,
    assigned_to text, assigned_name text, priority text not null, search text not null, body text not null,
    primary key (account_id, id))`.execute(db)
  await sql`create index request_by_id on request (id)`.execute(db)
  await sql`create index request_by_turn on request (is_ended, turn, updated_at, id, account_id)`.execute(db)
  await sql`create index request_by_state on request (state, updated_at, id, account_id)`.execute(db)
  await sql`create index request_by_executor on request (assigned_to, is_ended, updated_at, id, account_id)`.execute(db)
  await sql`create table event (
    account_id text not null, request_id text not null, stream text not null, number bigint not null,
    position bigint not null, mid text not null, idx bigint not null, at bigint not null, body text not null,
    primary key (account_id, request_id, stream, number), unique (account_id, mid, idx))`.execute(db)
}

async function createSenders(db: Kysely<unknown>) {
  await sql`create table sender (
    account_id text not null, id text not null, member_id text not null, last_seq bigint not null, created_at bigint not null,
    primary key (account_id, id))`.execute(db)
  await sql`create table result (
    account_id text not null, sender_id text not null, seq bigint not null, mid text not null, at bigint not null, body text not null,
    primary key (account_id, sender_id, seq))`.execute(db)
  await sql`create index result_by_mid on result (account_id, mid)`.execute(db)
  await sql`create table desk_result (
    staff_id text not null, mid text not null, account_id text not null, request_id text not null, at bigint not null, body text not null,
    primary key (staff_id, mid))`.execute(db)
}

async function createFeeds(db: Kysely<unknown>) {
  await sql`create table feed (
    account_id text not null, reader text not null, kind text not null, key text not null, version bigint not null, op text not null,
    request_id text, number bigint, body text,
    primary key (account_id, reader, kind, key), unique (account_id, reader, version))`.execute(db)
  await sql`create table feed_counter (
    account_id text not null, reader text not null, version bigint not null, hash text not null, floor bigint not null,
    primary key (account_id, reader))`.execute(db)
}

async function createPublicRows(db: Kysely<unknown>) {
  await sql`create table public_row (
    scope text not null, kind text not null, key text not null, version bigint not null, op text not null, body text,
    primary key (scope, kind, key), unique (scope, version))`.execute(db)
  await sql`create table public_counter (
    scope text primary key, version bigint not null, hash text not null, floor bigint not null)`.execute(db)
  await sql`create table rating_sum (
    service_id text not null, aspect text not null, count bigint not null, sum bigint not null,
    primary key (service_id, aspect))`.execute(db)
}

async function createFiles(db: Kysely<unknown>) {
  await sql`create table file (
    account_id text not null, id text not null, request_id text not null, stream text not null,
    state text not null, code text, sha256 text not null, size bigint not null, type text not null, created_at bigint not null,
    served_sha256 text, served_size bigint,
    primary key (account_id, id))`.execute(db)
  await sql`create index file_by_request on file (account_id, request_id)`.execute(db)
  await sql`create index file_by_id on file (id)`.execute(db)
}
