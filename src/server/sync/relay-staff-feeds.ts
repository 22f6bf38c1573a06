import { eventKey } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import type { Installation } from '../installation.ts'
import { type FeedChange, writeFeed } from './feed-repository.ts'

export const relayName = 'relay-staff-feeds'
const notesAtOnce = 100
const changesAtOnce = 500

type Note = { account: string, requestId: string, fileIds: string[] }
type ChangesByStaff = Map<string, FeedChange[]>

/**
 * Brings the feeds of staff up to what was committed: puts for whom a request is assigned to, dels for whom it was taken from. One relay
 * works at a time, whichever process it is in, so that each note is looked at with what came before it already written.
 */
export async function relayStaffFeeds({ database, hints, now }: Installation): Promise<void> {
  for (let isMore = true; isMore;) {
    const told = await database.transaction(async trx => {
      await trx.insertInto('job').values({ name: relayName, next_at: 0, lease: null, failures: 0 }).onConflict(conflict => conflict.doNothing()).execute()
      await database.forUpdate(trx.selectFrom('job').select('name').where('name', '=', relayName)).execute()
      const taken = await takeNotes(trx)
      const changesByStaff: ChangesByStaff = new Map()
      for (const note of taken.notes) await gatherChanges(trx, note, now(), changesByStaff)
      const versions = new Map<string, number>()
      for (const staff of [...changesByStaff.keys()].sort()) versions.set(staff, await writeAll(trx, staff, changesByStaff.get(staff) ?? []))
      return { versions, isMore: taken.isMore }
    })
    for (const [staff, version] of told.versions) hints.tell({ scope: readerScope(staff), version })
    isMore = told.isMore
  }
}

async function takeNotes(trx: Db): Promise<{ notes: Note[], isMore: boolean }> {
  const rows = await trx.selectFrom('staff_outbox').selectAll().limit(notesAtOnce).execute()
  const noteByRequest = new Map<string, Note>()
  for (const { account_id: account, id, request_id: requestId, file_id } of rows) {
    const note = noteByRequest.get(`${account}/${requestId}`) ?? { account, requestId, fileIds: [] }
    if (file_id !== null) note.fileIds.push(file_id)
    noteByRequest.set(`${account}/${requestId}`, note)
    await trx.deleteFrom('staff_outbox').where('account_id', '=', account).where('id', '=', id).execute()
  }
  return { notes: [...noteByRequest.values()], isMore: rows.length === notesAtOnce }
}

async function gatherChanges(trx: Db, note: Note, now: number, changesByStaff: ChangesByStaff): Promise<void> {
  const { account, requestId } = note
  const request = await trx.selectFrom('request').select(['assigned_to', 'left_feeds_at']).where('account_id', '=', account).where('id', '=', requestId).executeTakeFirst()
  const holder = request?.left_feeds_at === null ? request.assigned_to : null
  const sight = await trx.selectFrom('staff_sight').select('staff_id').where('account_id', '=', account).where('request_id', '=', requestId).execute()
  const add = (staff: string, changes: FeedChange[]) => changesByStaff.set(staff, [...changesByStaff.get(staff) ?? [], ...changes])
  for (const { staff_id: staff } of sight.filter(({ staff_id }) => staff_id !== holder)) {
    add(staff, (await rowsOf(trx, staff, note)).map(({ kind, key }) => ({ kind: kind as FeedChange['kind'], key, op: 'del', at: now, requestId, dataAccount: account })))
    await trx.deleteFrom('staff_sight').where('account_id', '=', account).where('request_id', '=', requestId).where('staff_id', '=', staff).execute()
  }
  if (holder === null) return
  add(holder, await missingRows(trx, holder, note))
  await trx.insertInto('staff_sight').values({ account_id: account, request_id: requestId, staff_id: holder }).onConflict(conflict => conflict.doNothing()).execute()
}

const rowsOf = (trx: Db, staff: string, { account, requestId }: Note) => trx.selectFrom('feed').select(['kind', 'key'])
  .where('account_id', '=', staff).where('reader', '=', staff).where('request_id', '=', requestId).where('data_account', '=', account)
  .where('op', '=', 'put').orderBy('version').execute()

/** Events and files that the feed does not have, files that changed, and last the request itself, which stands for them. */
async function missingRows(trx: Db, staff: string, note: Note): Promise<FeedChange[]> {
  const { account, requestId, fileIds } = note
  const present = new Set((await rowsOf(trx, staff, note)).map(({ kind, key }) => `${kind}|${key}`))
  const of = { requestId, dataAccount: account }
  const events = await trx.selectFrom('event').select(['stream', 'number']).where('account_id', '=', account).where('request_id', '=', requestId).orderBy('position').execute()
  const files = await trx.selectFrom('file').select('id').where('account_id', '=', account).where('request_id', '=', requestId).orderBy('created_at').orderBy('id').execute()
  const puts: FeedChange[] = [
    ...events.map(({ stream, number }): FeedChange => ({ kind: stream === 'desk' ? 'deskEvent' : 'event', key: `${account}/${eventKey(requestId, number)}`, number, ...of })),
    ...files.map(({ id }): FeedChange => ({ kind: 'file', key: `${account}/${id}`, ...of })),
  ]
  const changedFiles = new Set(fileIds.map(id => `file|${account}/${id}`))
  return [
    ...puts.filter(({ kind, key }) => !present.has(`${kind}|${key}`) || changedFiles.has(`${kind}|${key}`)),
    { kind: 'request', key: `${account}/${requestId}`, ...of },
  ]
}

async function writeAll(trx: Db, staff: string, changes: readonly FeedChange[]): Promise<number> {
  let version = 0
  for (let start = 0; start < changes.length; start += changesAtOnce) {
    version = await writeFeed(trx, { account: staff, reader: staff }, changes.slice(start, start + changesAtOnce))
  }
  return version
}
