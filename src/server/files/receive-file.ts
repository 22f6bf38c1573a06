import { createHash } from 'node:crypto'
import type { FileRow } from '#protocol/rows.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import { Refusal } from '../http/refusal.ts'
import type { Installation } from '../installation.ts'
import { isAssigned, lastEventOf } from '../requests/request-repository.ts'
import { readersOf, writeFeed } from '../sync/feed-repository.ts'
import { tellStaffFeeds } from '../sync/staff-outbox.ts'
import { toFileRow } from '../sync/feed-page.ts'
import { checkRoomFor } from './account-room.ts'
import { derivePicture, type Picture } from './derive-picture.ts'
import { settleFile, type StoredFile } from './file-repository.ts'
import { fileKey } from './file-store.ts'
import { sniffType } from './sniff-type.ts'

/** SHA-256 in lower-case hex. */
export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * Takes the bytes of a declared file. They must be the very ones that were hashed at capture; what is kept and served is made from
 * them. Sending them again changes nothing. Throws `wrong-hash` (the file stays awaited) or `wrong-type` (it is refused for good).
 */
export async function receiveFile(installation: Installation, file: StoredFile, bytes: Uint8Array): Promise<FileRow> {
  if (bytes.byteLength !== file.size || hashOf(bytes) !== file.sha256) throw new Refusal('wrong-hash')
  if (file.state === 'ready') return toFileRow(file)
  await checkRoomFor(installation.db, file)
  const type = sniffType(bytes)
  const picture = type === file.type ? await derivePicture(bytes, type) : undefined
  if (!picture) {
    await settle(installation, file, { state: 'refused', code: 'wrong-type' })
    throw new Refusal('wrong-type')
  }
  await keep(installation, file, picture)
  await settle(installation, file, { state: 'ready', served: { sha256: hashOf(picture.full), size: picture.full.byteLength } })
  return toFileRow({ ...file, state: 'ready', code: null })
}

/** Bytes first, then the row that speaks of them: a crash between the two leaves a file awaited, and it is sent again. */
async function keep({ files }: Installation, { store_key: key }: StoredFile, { full, thumb }: Picture): Promise<void> {
  await files.put(fileKey(key, 'full'), full)
  await files.put(fileKey(key, 'thumb'), thumb)
}

async function settle({ database, hints }: Installation, file: StoredFile, outcome: Parameters<typeof settleFile>[3]): Promise<void> {
  const { account_id: account, id, request_id: requestId } = file
  const told = await database.transaction(async trx => {
    if (!await settleFile(trx, database.forUpdate, file, outcome)) return undefined
    const version = await lastEventOf(trx, account, requestId)
    await tellStaffFeeds(trx, { account, requestId, fileId: id }, await isAssigned(trx, account, requestId))
    const versionByScope = new Map<Scope, number>()
    for (const reader of file.stream === 'desk' ? [] : await readersOf(trx, account)) {
      versionByScope.set(readerScope(reader), await writeFeed(trx, { account, reader }, [{ kind: 'file', key: id, requestId }]))
    }
    return { version, versionByScope }
  })
  if (!told) return
  for (const [scope, version] of told.versionByScope) hints.tell({ scope, version })
  hints.tellDesk({ requestId, version: told.version })
}
