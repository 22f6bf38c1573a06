import { type Page, pageSize } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { filesOfRequest } from '../files/file-repository.ts'
import type { Db } from '../db/tables.ts'
import { startOf, toFileRow, toPage } from './feed-page.ts'
import { readCounter } from './feed-repository.ts'

/**
 * One page of a staff person's scope. What stands behind its rows lies with the accounts and is read account by account; the page ends
 * before the first row whose data is not there yet. Must run in a snapshot.
 */
export async function readStaffPage(trx: Db, staff: string, cursor: number, isFilling = false): Promise<Page> {
  const owner = { account: staff, reader: staff }
  const counter = await readCounter(trx, owner)
  const start = startOf(cursor, counter, isFilling)
  const feed = await trx.selectFrom('feed').select(['kind', 'key', 'version', 'op', 'request_id', 'data_account'])
    .where('account_id', '=', staff).where('reader', '=', staff).where('version', '>', start.from)
    .orderBy('version').limit(pageSize + 1).execute()
  const bodies = new Map<string, string>()
  const requests = new Map(feed.filter(row => row.op === 'put').map(row => [`${row.data_account}/${row.request_id}`, { account: row.data_account ?? '', id: row.request_id ?? '' }]))
  for (const { account, id } of requests.values()) await readRequest(trx, account, id, bodies)
  const rows = feed.map(row => ({ ...row, body: row.op === 'del' ? null : bodies.get(`${row.kind}|${row.key}`) ?? null }))
  const missing = rows.findIndex(row => row.op === 'put' && row.body === null)
  if (missing < 0) return toPage(readerScope(staff), rows, start, counter)
  const { hash: _hash, ...page } = toPage(readerScope(staff), rows.slice(0, missing), start, counter)
  return { ...page, next: rows[missing - 1]?.version ?? start.from, more: true }
}

async function readRequest(trx: Db, account: string, id: string, bodies: Map<string, string>): Promise<void> {
  const request = await trx.selectFrom('request').select('body').where('account_id', '=', account).where('id', '=', id).executeTakeFirst()
  if (request) bodies.set(`request|${account}/${id}`, request.body)
  const events = await trx.selectFrom('event').select(['stream', 'number', 'body']).where('account_id', '=', account).where('request_id', '=', id).execute()
  for (const { stream, number, body } of events) {
    bodies.set(`${stream === 'desk' ? 'deskEvent' : 'event'}|${account}/${id}/${String(number).padStart(8, '0')}`, body)
  }
  for (const file of await filesOfRequest(trx, account, id)) bodies.set(`file|${account}/${file.id}`, JSON.stringify(toFileRow(file)))
}
