import { sql } from 'kysely'
import type { CommandResult, StoredResult } from '#protocol/results.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'

/** One outbox database of one reader. */
export type Sender = { account: string, member: string, id: string }
export type SenderState = Sender & { lastSeq: number, ackedSeq: number }

/**
 * Makes the sender known. Doing it again changes nothing. Holds the account's row, so that no sender appears in one that is being moved; in a moved
 * one nothing is registered.
 */
export async function registerSender(trx: Db, { account, member, id }: Sender, now: number, forUpdate: Database['forUpdate'] = query => query): Promise<void> {
  if (await trx.selectFrom('sender').select('id').where('account_id', '=', account).where('id', '=', id).executeTakeFirst()) return
  const open = trx.selectFrom('account').where('account.id', '=', account).where('moved_account', 'is', null)
    .select(['account.id as account_id', sql.val(id).as('id'), sql.val(member).as('member_id'), sql.lit(0).as('last_seq'), sql.val(now).as('created_at')])
  await trx.insertInto('sender').columns(['account_id', 'id', 'member_id', 'last_seq', 'created_at']).expression(forUpdate(open))
    .onConflict(conflict => conflict.doNothing()).execute()
}

/** Nothing where the id is not known, or is known as another member's. */
export async function findSender(trx: Db, sender: Sender, forUpdate: Database['forUpdate'] = query => query): Promise<SenderState | undefined> {
  const query = trx.selectFrom('sender').select(['last_seq', 'acked_seq'])
    .where('account_id', '=', sender.account).where('id', '=', sender.id).where('member_id', '=', sender.member)
  const row = await forUpdate(query).executeTakeFirst()
  return row && { ...sender, lastSeq: row.last_seq, ackedSeq: row.acked_seq }
}

const parse = (row: { seq: number, mid: string, body: string }): StoredResult =>
  ({ seq: row.seq, mid: row.mid, result: JSON.parse(row.body) as CommandResult })

/** The sender's results beyond `seq`, in order. */
export async function resultsAfter(trx: Db, sender: Sender, seq: number): Promise<StoredResult[]> {
  const rows = await trx.selectFrom('result').select(['seq', 'mid', 'body'])
    .where('account_id', '=', sender.account).where('sender_id', '=', sender.id).where('seq', '>', seq).orderBy('seq').execute()
  return rows.map(parse)
}

export async function resultsAt(trx: Db, sender: Sender, seqs: readonly number[]): Promise<StoredResult[]> {
  if (seqs.length === 0) return []
  const rows = await trx.selectFrom('result').select(['seq', 'mid', 'body'])
    .where('account_id', '=', sender.account).where('sender_id', '=', sender.id).where('seq', 'in', seqs).execute()
  return rows.map(parse)
}

/** What became of parked commands that are settled by now. */
export async function lateResults(trx: Db, sender: Sender, mids: readonly string[]): Promise<StoredResult[]> {
  if (mids.length === 0) return []
  const rows = await trx.selectFrom('result').select(['seq', 'mid', 'body'])
    .where('account_id', '=', sender.account).where('sender_id', '=', sender.id).where('mid', 'in', mids).orderBy('seq').execute()
  return rows.map(parse).filter(({ result }) => result.kind !== 'parked')
}

/** The device has heard its results up to `seq`. */
export async function acknowledge(trx: Db, sender: Sender, seq: number): Promise<void> {
  await trx.updateTable('sender').set({ acked_seq: seq })
    .where('account_id', '=', sender.account).where('id', '=', sender.id).where('member_id', '=', sender.member)
    .where('acked_seq', '<', seq).where('last_seq', '>=', seq).execute()
}

/** Keeps a result and moves the sender on: the last thing in a command's transaction. */
export async function storeResult(trx: Db, sender: Sender, { seq, mid, result }: StoredResult, now: number): Promise<void> {
  await trx.insertInto('result')
    .values({ account_id: sender.account, sender_id: sender.id, seq, mid, at: now, body: JSON.stringify(result) })
    .execute()
  await trx.updateTable('sender').set({ last_seq: seq }).where('account_id', '=', sender.account).where('id', '=', sender.id).execute()
}
