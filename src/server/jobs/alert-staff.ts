import type { RequestRow } from '#domain/request/row.ts'
import type { State } from '#domain/request/states.ts'
import { workingMinutesBetween } from '#domain/standard/working-time.ts'
import { writeAlertMail } from '../notify/alert-mail.ts'
import { claimAlert, dueAlerts, postponeAlert, settleAlert, storeAlert, type AlertKind, type DueAlert } from '../requests/desk-alerts.ts'
import { whomToAlert } from '../requests/whom-to-alert.ts'
import type { Installation } from '../installation.ts'
import { readCatalog } from '../sync/catalog-cache.ts'
import { minuteMs } from './job.ts'

const alertsAtOnce = 50
/** The manager is told while the promise can still be kept. */
const beforeDueMs = 30 * minuteMs
/** Where a request stands that nobody of ours has touched; one with a firm price is agreed to without us. */
const waitingStates: Record<AlertKind, readonly State[]> = { new: ['submitted', 'agreeing', 'agreed'], unseen: ['submitted'] }
/** Where nothing was promised, a request that nobody has taken up waits for so many minutes of opening. */
const unpromisedMinutes = 240

/**
 * Tells one named person of each new request, and the manager of one that nobody has taken up when the promised answer is due. The table
 * comes first: what stands there is sent once, and tried again while the mail server is away.
 */
export async function alertStaff(installation: Installation, isStopping: () => boolean): Promise<void> {
  await findUnseen(installation)
  while (!isStopping()) {
    const due = await dueAlerts(installation.db, installation.now(), alertsAtOnce)
    for (const alert of due) {
      if (isStopping()) return
      await tell(installation, alert)
    }
    if (due.length < alertsAtOnce) return
  }
}

/** Requests that rest: still as they came, and their answer is due soon. */
async function findUnseen({ database, db, now }: Installation): Promise<void> {
  const { calendar } = await database.snapshot(trx => readCatalog(database, trx))
  const at = now()
  const rows = await db.selectFrom('request').select(['account_id', 'id', 'due_at', 'updated_at'])
    .where('state', '=', 'submitted')
    .where(({ eb, and, or, not, exists, selectFrom }) => and([
      or([eb('due_at', '<=', at + beforeDueMs), and([eb('due_at', 'is', null), eb('updated_at', '<=', at - unpromisedMinutes * minuteMs)])]),
      not(exists(selectFrom('desk_alert').select('desk_alert.kind').whereRef('desk_alert.account_id', '=', 'request.account_id')
        .whereRef('desk_alert.request_id', '=', 'request.id').where('desk_alert.kind', '=', 'unseen'))),
    ]))
    .limit(alertsAtOnce).execute()
  for (const row of rows) {
    const rested = row.due_at !== null || !calendar || workingMinutesBetween(calendar, row.updated_at, at) >= unpromisedMinutes
    if (rested) await storeAlert(db, { account: row.account_id, requestId: row.id, kind: 'unseen', now: at })
  }
}

async function tell(installation: Installation, alert: DueAlert): Promise<void> {
  const { database, db, mailer, config, log, now } = installation
  if (!await claimAlert(db, alert, now())) return
  const found = await db.selectFrom('request').select(['body', 'due_at', 'assigned_to'])
    .where('account_id', '=', alert.account).where('id', '=', alert.requestId).executeTakeFirst()
  const staff = await whomToAlert(db, alert.kind)
  // Whom it no longer concerns is left in peace: somebody has taken it up meanwhile.
  const request = found && JSON.parse(found.body) as RequestRow
  if (!request || found.assigned_to !== null || !waitingStates[alert.kind].includes(request.state)) return settleAlert(db, alert, now(), null)
  if (!staff) return postponeAlert(db, alert, now())
  try {
    const { calendar } = await database.snapshot(trx => readCatalog(database, trx))
    await mailer.send(await writeAlertMail({
      kind: alert.kind, to: staff.email, language: staff.language, request, account: alert.account, url: config.url,
      timeZone: calendar?.timeZone ?? 'UTC', now: now(), dueAt: found.due_at,
    }))
    await settleAlert(db, alert, now(), staff.id)
  } catch (error) {
    log.warn('An alert could not be sent by mail and will be tried again', { request: alert.requestId, failures: alert.failures + 1, problem: error instanceof Error ? error.message : '' })
    await postponeAlert(db, alert, now())
  }
}
