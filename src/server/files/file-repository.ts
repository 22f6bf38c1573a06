import type { FileRef } from '#domain/request/command.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { FileRow } from '#protocol/rows.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../http/refusal.ts'
import type { Db, Tables } from '../db/tables.ts'
import type { Selectable } from 'kysely'
import { drawStoreKey } from './file-store.ts'

export type StoredFile = Selectable<Tables['file']>

/** A file belongs to the command that declared it first. */
export async function isAnyFileKnown(trx: Db, account: string, files: readonly FileRef[]): Promise<boolean> {
  if (new Set(files.map(file => file.id)).size < files.length) return true
  if (files.length === 0) return false
  const known = await trx.selectFrom('file').select('id').where('account_id', '=', account).where('id', 'in', files.map(file => file.id)).executeTakeFirst()
  return known !== undefined
}

/** From now on the bytes of these events' files are awaited. */
export async function declareFiles(trx: Db, of: { account: string, requestId: string, now: number }, events: readonly RequestEvent[]): Promise<void> {
  const rows = events.flatMap(event => (event.files ?? []).map(file => ({
    account_id: of.account, id: file.id, request_id: of.requestId, stream: event.stream, state: 'awaited' as const,
    sha256: file.sha256, size: file.size, type: file.type, created_at: of.now, store_key: drawStoreKey(),
  })))
  if (rows.length > 0) await trx.insertInto('file').values(rows).execute()
}

/** A file as a member may see it: of their account, and not of the desk alone. */
export const findMembersFile = (db: Db, account: string, id: string): Promise<StoredFile | undefined> =>
  db.selectFrom('file').selectAll().where('account_id', '=', account).where('id', '=', id).where('stream', '=', 'shared').executeTakeFirst()

/** A file as staff may see it. Ids are random; where two accounts use one all the same, `account` tells which, else the first is meant. */
export function findDeskFile(db: Db, id: string, account?: string): Promise<StoredFile | undefined> {
  const query = db.selectFrom('file').selectAll().where('id', '=', id)
  return (account === undefined ? query.orderBy('created_at').orderBy('account_id') : query.where('account_id', '=', account)).executeTakeFirst()
}

export const filesOfRequest = (db: Db, account: string, requestId: string): Promise<StoredFile[]> =>
  db.selectFrom('file').selectAll().where('account_id', '=', account).where('request_id', '=', requestId).orderBy('created_at').orderBy('id').execute()

type Outcome = { state: Exclude<FileRow['state'], 'awaited'>, code?: string, served?: { sha256: string, size: number } }

/** Settles an awaited file; false where somebody else has settled it meanwhile. */
export async function settleFile(trx: Db, forUpdate: Database['forUpdate'], file: StoredFile, { state, code, served }: Outcome): Promise<boolean> {
  const query = trx.selectFrom('file').select('state').where('account_id', '=', file.account_id).where('id', '=', file.id)
  const current = await forUpdate(query).executeTakeFirst()
  // Moved into another account in this moment: to be sent again, to where it is now.
  if (!current) throw new Refusal('busy')
  if (current.state !== 'awaited') return false
  await trx.updateTable('file')
    .set({ state, code: code ?? null, served_sha256: served?.sha256 ?? null, served_size: served?.size ?? null })
    .where('account_id', '=', file.account_id).where('id', '=', file.id)
    .execute()
  return true
}
