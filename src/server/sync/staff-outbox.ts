import { randomUUID } from 'node:crypto'
import type { Db } from '../db/tables.ts'

/**
 * Notes, in the transaction of a change, that the feeds of staff have to follow it; the relay writes them right after the commit. So
 * nobody's push waits for a counter that others share. Nothing is noted of a request that nobody has.
 */
export async function tellStaffFeeds(trx: Db, of: { account: string, requestId: string, fileId?: string }, isAssigned: boolean): Promise<void> {
  if (!isAssigned) return
  await trx.insertInto('staff_outbox')
    .values({ account_id: of.account, id: randomUUID(), request_id: of.requestId, file_id: of.fileId ?? null }).execute()
}
