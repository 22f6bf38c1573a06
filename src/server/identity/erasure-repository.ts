import type { Db } from '../db/tables.ts'
import type { MemberId } from './member-repository.ts'

/** Whether this account, or this person of it, was erased: neither comes back. */
export async function isErased(db: Db, { account, member }: MemberId): Promise<boolean> {
  const row = await db.selectFrom('erasure').select('at').where('account_id', '=', account).where('member_id', 'in', ['', member]).executeTakeFirst()
  return row !== undefined
}
