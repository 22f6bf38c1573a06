import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

/** Results are kept until their device has acknowledged them, and at least so long. */
export const resultsKeptMs = 400 * 24 * 60 * 60 * 1000
const failuresKeptMs = 30 * 24 * 60 * 60 * 1000

/**
 * Deletes results that their devices have heard long ago, and what is left of failures and parked commands that are settled. What took
 * effect is known by its events for ever. To be called by the job runner; doing it again changes nothing. Returns how many results went.
 */
export async function pruneResults(db: Db, now: number): Promise<number> {
  const before = now - resultsKeptMs
  const pruned = await db.deleteFrom('result').where('at', '<', before)
    .where(eb => eb.exists(eb.selectFrom('sender').select(sql`1`.as('one'))
      .whereRef('sender.account_id', '=', 'result.account_id').whereRef('sender.id', '=', 'result.sender_id').whereRef('sender.acked_seq', '>=', 'result.seq')))
    .where(eb => eb.not(eb.exists(eb.selectFrom('parked_command').select(sql`1`.as('one'))
      .whereRef('parked_command.account_id', '=', 'result.account_id').whereRef('parked_command.sender_id', '=', 'result.sender_id')
      .whereRef('parked_command.seq', '=', 'result.seq').where(open => open.or([open('state', '=', 'open'), open('settled_at', '>=', before)])))))
    .executeTakeFirst()
  await db.deleteFrom('parked_command').where('state', '!=', 'open').where('settled_at', '<', before).execute()
  await db.deleteFrom('command_failure').where('at', '<', now - failuresKeptMs).execute()
  return Number(pruned.numDeletedRows)
}
