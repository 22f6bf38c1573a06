import type { DeskPresence } from '#protocol/desk.ts'
import type { Db } from '../db/tables.ts'

/** Who has not said so for this long is no longer there. The desk says it every 20 seconds. */
export const presentMs = 50_000

type Presence = { account: string, requestId: string, staffId: string, isOpen: boolean, now: number }

/** Notes that somebody has a request open, or no longer has. Says who else has it open, and whether anything is new to them. */
export async function notePresence(trx: Db, { account, requestId, staffId, isOpen, now }: Presence): Promise<{ others: DeskPresence['others'], isChange: boolean }> {
  const before = await trx.selectFrom('desk_presence').select(['staff_id', 'seen_at']).where('account_id', '=', account).where('request_id', '=', requestId).execute()
  const present = before.filter(row => row.seen_at > now - presentMs).map(row => row.staff_id)
  if (isOpen) {
    await trx.insertInto('desk_presence').values({ account_id: account, request_id: requestId, staff_id: staffId, seen_at: now })
      .onConflict(conflict => conflict.columns(['account_id', 'request_id', 'staff_id']).doUpdateSet({ seen_at: now })).execute()
  } else {
    await trx.deleteFrom('desk_presence').where('account_id', '=', account).where('request_id', '=', requestId).where('staff_id', '=', staffId).execute()
  }
  const ids = present.filter(id => id !== staffId)
  const others = ids.length === 0 ? [] : await trx.selectFrom('staff').select(['id', 'name']).where('id', 'in', ids).orderBy('name').execute()
  return { others, isChange: isOpen !== present.includes(staffId) }
}
