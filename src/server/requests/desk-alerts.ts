import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

export type AlertKind = 'new' | 'unseen'
export type DueAlert = { account: string, requestId: string, kind: AlertKind, failures: number }

/** For so long nobody else tries what one process is about to send. */
const claimMs = 2 * 60_000
const longestPauseMs = 15 * 60_000

/** Somebody has to be told of a request. Once told of, it is never told of again in this way. */
export async function storeAlert(trx: Db, { account, requestId, kind, now }: { account: string, requestId: string, kind: AlertKind, now: number }): Promise<void> {
  await trx.insertInto('desk_alert').values({
    account_id: account, request_id: requestId, kind, created_at: now, next_try_at: now, failures: 0, settled_at: null, staff_id: null,
  }).onConflict(conflict => conflict.doNothing()).execute()
}

export const alertOfNew = (trx: Db, of: { account: string, requestId: string, now: number }) => storeAlert(trx, { ...of, kind: 'new' })

/** What has to be sent now. */
export async function dueAlerts(db: Db, now: number, atMost: number): Promise<DueAlert[]> {
  const rows = await db.selectFrom('desk_alert').select(['account_id', 'request_id', 'kind', 'failures'])
    .where('settled_at', 'is', null).where('next_try_at', '<=', now).orderBy('next_try_at').limit(atMost).execute()
  return rows.map(row => ({ account: row.account_id, requestId: row.request_id, kind: row.kind, failures: row.failures }))
}

const whereAlert = ({ account, requestId, kind }: DueAlert) =>
  sql<boolean>`account_id = ${account} and request_id = ${requestId} and kind = ${kind} and settled_at is null`

/** Takes an alert for this process; false where another has it. A process that dies leaves it to be tried again. */
export async function claimAlert(db: Db, alert: DueAlert, now: number): Promise<boolean> {
  const taken = await db.updateTable('desk_alert').set({ next_try_at: now + claimMs })
    .where(whereAlert(alert)).where('next_try_at', '<=', now).executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

/** Told, or no longer needed where nobody is named. */
export async function settleAlert(db: Db, alert: DueAlert, now: number, staffId: string | null): Promise<void> {
  await db.updateTable('desk_alert').set({ settled_at: now, staff_id: staffId }).where(whereAlert(alert)).execute()
}

export async function postponeAlert(db: Db, alert: DueAlert, now: number): Promise<void> {
  const pauseMs = Math.min(longestPauseMs, 15_000 * 2 ** Math.min(alert.failures, 10))
  await db.updateTable('desk_alert').set({ failures: alert.failures + 1, next_try_at: now + pauseMs }).where(whereAlert(alert)).execute()
}
