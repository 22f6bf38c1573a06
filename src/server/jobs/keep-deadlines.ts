import type { RequestRow } from '#domain/request/row.ts'
import type { Installation } from '../installation.ts'
import { dueAt } from '../requests/request-columns.ts'
import { readCatalog } from '../sync/catalog-cache.ts'

const requestsAtOnce = 200

/** Works out anew what was promised where it is our turn: hours, closures and promises of services may have changed since a request did. */
export async function keepDeadlines({ database, db }: Installation, isStopping: () => boolean): Promise<void> {
  const { servicesById, calendar } = await database.snapshot(trx => readCatalog(database, trx))
  for (let after: [string, string] = ['', '']; !isStopping();) {
    const found = await db.selectFrom('request').select(['account_id', 'id', 'body', 'due_at', 'last_event'])
      .where('is_ended', '=', 0).where('turn', '=', 'business')
      .where(({ eb, refTuple, tuple }) => eb(refTuple('account_id', 'id'), '>', tuple(...after)))
      .orderBy('account_id').orderBy('id').limit(requestsAtOnce).execute()
    for (const { account_id: account, id, body, due_at: before, last_event: lastEvent } of found) {
      const row = JSON.parse(body) as RequestRow
      const due = dueAt(row, { standard: row.serviceId === undefined ? undefined : servicesById.get(row.serviceId)?.standard, calendar })
      // One that has changed meanwhile has been worked out with its change.
      if (due !== before) await db.updateTable('request').set({ due_at: due }).where('account_id', '=', account).where('id', '=', id).where('last_event', '=', lastEvent).execute()
    }
    const last = found.at(-1)
    if (!last || found.length < requestsAtOnce) return
    after = [last.account_id, last.id]
  }
}
