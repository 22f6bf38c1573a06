import type { FileRef } from '#domain/request/command.ts'
import { reject, type Rejection } from '#domain/request/rejection.ts'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'
import { isAnyFileKnown, type StoredFile } from './file-repository.ts'
import { defaultAccountBytes } from './file-settings.ts'

export const maxFilesPerAccount = 10_000

const metaKey = 'files-max-per-account'

/** Keeps the owner's limit with the data, since all processes that serve it have to judge alike. */
export async function keepAccountLimit(db: Db, bytes: number): Promise<void> {
  await db.insertInto('meta').values({ key: metaKey, value: String(bytes) })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value: String(bytes) })).execute()
}

async function accountLimit(db: Db): Promise<number> {
  const kept = await db.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst()
  return kept ? Number(kept.value) : defaultAccountBytes
}

/** What an account's files come to. A refused one takes no room; an awaited one has its room already. */
async function roomTaken(db: Db, account: string, states: readonly StoredFile['state'][]): Promise<{ files: number, bytes: number }> {
  const sum = await db.selectFrom('file').select(eb => [eb.fn.countAll().as('files'), eb.fn.sum('size').as('bytes')])
    .where('account_id', '=', account).where('state', 'in', states).executeTakeFirstOrThrow()
  return { files: Number(sum.files), bytes: Number(sum.bytes ?? 0) }
}

/** Whether a command may declare these files: each anew, and all within what the account may keep. Undefined where it may. */
export async function refuseFiles(trx: Db, account: string, files: readonly FileRef[]): Promise<Rejection | undefined> {
  if (await isAnyFileKnown(trx, account, files)) return reject('invalid', { field: 'files' })
  if (files.length === 0) return undefined
  const taken = await roomTaken(trx, account, ['awaited', 'ready'])
  const bytes = files.reduce((sum, file) => sum + file.size, taken.bytes)
  return bytes > await accountLimit(trx) || taken.files + files.length > maxFilesPerAccount ? reject('files-full') : undefined
}

/** Throws `account-full`: the owner may have lowered the limit since the file was declared. */
export async function checkRoomFor(db: Db, file: StoredFile): Promise<void> {
  const taken = await roomTaken(db, file.account_id, ['ready'])
  if (taken.bytes + file.size > await accountLimit(db)) throw new Refusal('account-full')
}
