import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Db, Tables } from '../db/tables.ts'
import type { StoredFile } from './file-repository.ts'

export type FilePart = Selectable<Tables['file_part']>

/** What has come of a file's bytes so far, in order and without a gap. */
export const partsOf = (db: Db, { account_id: account, id }: StoredFile): Promise<FilePart[]> =>
  db.selectFrom('file_part').selectAll().where('account_id', '=', account).where('file_id', '=', id).orderBy('start').execute()

/** How many bytes parts hold: where the next one begins. */
export const endOf = (parts: readonly FilePart[]): number => parts.reduce((size, part) => size + part.size, 0)

/** Adds a part where the kept ones end; false where another call was faster, or the file is not awaited any more. */
export async function addPart(trx: Db, forUpdate: Database['forUpdate'], file: StoredFile, part: FilePart): Promise<boolean> {
  const query = trx.selectFrom('file').select('state').where('account_id', '=', file.account_id).where('id', '=', file.id)
  const current = await forUpdate(query).executeTakeFirst()
  if (current?.state !== 'awaited' || endOf(await partsOf(trx, file)) !== part.start) return false
  await trx.insertInto('file_part').values(part).execute()
  return true
}

/** Forgets parts: those of a file, or those older than a time. Returns where their bytes lie, to be removed once this is committed. */
export async function forgetParts(db: Db, which: { file: StoredFile } | { before: number }): Promise<string[]> {
  const all = db.deleteFrom('file_part')
  const some = 'file' in which
    ? all.where('account_id', '=', which.file.account_id).where('file_id', '=', which.file.id)
    : all.where('at', '<', which.before)
  return (await some.returning('store_key').execute()).map(part => part.store_key)
}
