import { type Kysely, sql } from 'kysely'
import type { RequestRow } from '#domain/request/row.ts'
import { keysOfContact } from '../../requests/contact-keys.ts'
import { wordsOf } from '../../requests/request-words.ts'

const requestsAtOnce = 500

/** What the counter looks for by: deadlines, remarks, words, clients; who has a request open; and who is told of a new one. */
export async function createCounter(db: Kysely<unknown>, kind: 'sqlite' | 'postgres'): Promise<void> {
  // Prefixes are found by ranges, so words must be in the order of their bytes on both databases.
  const inBytes = sql.raw(kind === 'postgres' ? 'collate "C"' : '')
  await sql`alter table request add column due_at bigint`.execute(db)
  await sql`alter table request add column has_remarks bigint not null default 0`.execute(db)
  await sql`create index request_by_change on request (is_ended, updated_at, id, account_id)`.execute(db)
  await sql`create index request_by_deadline on request (is_ended, turn, due_at, id, account_id)`.execute(db)
  await sql`create index request_by_remarks on request (has_remarks, updated_at, id, account_id)`.execute(db)
  await sql`create index request_counts on request (is_ended, turn, assigned_to, has_remarks, due_at)`.execute(db)
  await sql`create table request_word (
    account_id text not null, request_id text not null, word text ${inBytes} not null,
    primary key (account_id, request_id, word))`.execute(db)
  await sql`create index request_by_word on request_word (word, request_id, account_id)`.execute(db)
  await sql`create table contact_key (
    account_id text not null, kind text not null, value text ${inBytes} not null,
    primary key (account_id, kind, value))`.execute(db)
  await sql`create index contact_by_key on contact_key (kind, value, account_id)`.execute(db)
  await sql`create table desk_presence (
    account_id text not null, request_id text not null, staff_id text not null, seen_at bigint not null,
    primary key (account_id, request_id, staff_id))`.execute(db)
  await sql`create table desk_alert (
    account_id text not null, request_id text not null, kind text not null, created_at bigint not null, next_try_at bigint not null,
    failures bigint not null, settled_at bigint, staff_id text,
    primary key (account_id, request_id, kind))`.execute(db)
  await sql`create index desk_alert_due on desk_alert (settled_at, next_try_at)`.execute(db)
  await indexPresent(db)
}

/** Requests that were there before. Their deadlines come with their next change, or with the job that keeps them. */
async function indexPresent(db: Kysely<unknown>) {
  for (let after = ['', '']; ;) {
    const { rows } = await sql<{ account_id: string, id: string, body: string }>`select account_id, id, body from request
      where (account_id, id) > (${after[0]}, ${after[1]}) order by account_id, id limit ${requestsAtOnce}`.execute(db)
    for (const { account_id: account, id, body } of rows) {
      const row = JSON.parse(body) as RequestRow
      for (const word of wordsOf(row)) await sql`insert into request_word values (${account}, ${id}, ${word})`.execute(db)
      for (const { kind, value } of keysOfContact(row.contact)) {
        await sql`insert into contact_key values (${account}, ${kind}, ${value}) on conflict do nothing`.execute(db)
      }
      if (row.remarks.some(remark => !remark.isAnswered)) {
        await sql`update request set has_remarks = 1 where account_id = ${account} and id = ${id}`.execute(db)
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < requestsAtOnce) return
    after = [last.account_id, last.id]
  }
}
