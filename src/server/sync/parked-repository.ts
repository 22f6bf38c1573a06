import type { Selectable } from 'kysely'
import type { Actor } from '#domain/request/actor.ts'
import type { WireCommand } from '#protocol/command.ts'
import type { CommandResult } from '#protocol/results.ts'
import type { Database } from '../db/database.ts'
import type { Db, Tables } from '../db/tables.ts'
import type { Sender } from './sender-repository.ts'

export type ParkedRow = Selectable<Tables['parked_command']>
type New = { of: Sender, actor: Actor, command: WireCommand, reason: string, now: number }

/** Counts a failure of a command and tells how many there were. To be called outside the transaction that failed. */
export async function countFailure(db: Db, of: Sender, mid: string, now: number): Promise<number> {
  const row = await db.insertInto('command_failure').values({ account_id: of.account, sender_id: of.id, mid, count: 1, at: now })
    .onConflict(conflict => conflict.columns(['account_id', 'sender_id', 'mid'])
      .doUpdateSet(eb => ({ count: eb('command_failure.count', '+', 1), at: now })))
    .returning('count').executeTakeFirstOrThrow()
  return row.count
}

/** Keeps a command for the operator, with who gave it. */
export async function keepParked(trx: Db, { of, actor, command, reason, now }: New): Promise<void> {
  await trx.insertInto('parked_command').values({
    account_id: of.account, sender_id: of.id, mid: command.mid, seq: command.seq, member_id: of.member, state: 'open',
    actor: JSON.stringify(actor), command: JSON.stringify(command), reason: reason.slice(0, 500), parked_at: now, settled_at: null,
  }).execute()
  await trx.deleteFrom('command_failure').where('account_id', '=', of.account).where('sender_id', '=', of.id).where('mid', '=', command.mid).execute()
}

/** What waits for the operator, oldest first; `mid` narrows it. */
export function listParked(db: Db, mid?: string): Promise<ParkedRow[]> {
  const query = db.selectFrom('parked_command').selectAll().where('state', '=', 'open')
  return (mid === undefined ? query : query.where('mid', '=', mid)).orderBy('parked_at').orderBy('seq').orderBy('account_id').execute()
}

/** The open parked commands of a member under one `mid`, of all their senders, locked. */
export function lockOpenParked(trx: Db, forUpdate: Database['forUpdate'], { account, member, mid }: { account: string, member: string, mid: string }): Promise<ParkedRow[]> {
  return forUpdate(trx.selectFrom('parked_command').selectAll()
    .where('account_id', '=', account).where('mid', '=', mid).where('member_id', '=', member).where('state', '=', 'open').orderBy('sender_id')).execute()
}

/** Gives a parked command its later result, which the next pull that asks for it brings. */
export async function settleParked(trx: Db, row: ParkedRow, { state, result, now }: { state: 'withdrawn' | 'replayed', result: CommandResult, now: number }): Promise<void> {
  await trx.updateTable('parked_command').set({ state, settled_at: now })
    .where('account_id', '=', row.account_id).where('sender_id', '=', row.sender_id).where('mid', '=', row.mid).execute()
  await trx.updateTable('result').set({ body: JSON.stringify(result) })
    .where('account_id', '=', row.account_id).where('sender_id', '=', row.sender_id).where('seq', '=', row.seq).execute()
}
