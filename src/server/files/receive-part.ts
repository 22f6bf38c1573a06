import type { FileRow } from '#protocol/rows.ts'
import { join } from '../http/read-arriving.ts'
import { Refusal } from '../http/refusal.ts'
import type { Installation } from '../installation.ts'
import { toFileRow } from '../sync/feed-page.ts'
import type { StoredFile } from './file-repository.ts'
import { partKey } from './file-store.ts'
import { addPart, endOf, type FilePart, forgetParts, partsOf } from './part-repository.ts'
import { hashOf, receiveFile } from './receive-file.ts'

/** A file and how many of its bytes are here. */
export type Progress = { row: FileRow, offset: number }

/** Fewer bytes than this are not kept by themselves, so that no file falls into thousands of parts. */
export const smallestPartBytes = 4 * 1024

/** How far a file has come. */
export async function progressOf({ db }: Installation, file: StoredFile): Promise<Progress> {
  const offset = file.state === 'ready' ? file.size : file.state === 'awaited' ? endOf(await partsOf(db, file)) : 0
  return { row: toFileRow(file), offset }
}

/**
 * Takes bytes of a declared file from `offset` on, as the IETF draft "Resumable Uploads for HTTP" has it (draft-ietf-httpbis-resumable-upload,
 * section 4.4, Upload Append). They are kept until all have come; then the whole is received as one. The same part again changes nothing. Throws
 * `wrong-offset` with the right one, and what `receiveFile` throws; bytes that together have a wrong hash are thrown away.
 */
export async function receivePart(installation: Installation, file: StoredFile, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Progress> {
  if (file.state !== 'awaited') return progressOfSettled(installation, file)
  const parts = await partsOf(installation.db, file)
  const kept = endOf(parts)
  if (offset !== kept) {
    const isRepeated = parts.some(part => part.start === offset && part.size === bytes.byteLength && part.sha256 === hashOf(bytes))
    if (!isRepeated) throw wrongOffset(kept)
    return { row: toFileRow(file), offset: kept }
  }
  const end = kept + bytes.byteLength
  if (end > file.size) throw new Refusal('wrong-hash')
  if (end === file.size) return { row: await receiveAll(installation, file, parts, bytes), offset: end }
  if (bytes.byteLength < smallestPartBytes) return { row: toFileRow(file), offset: kept }
  return { row: toFileRow(file), offset: await keepPart(installation, file, kept, bytes) }
}

/** A file that was received in one needs its parts no more. */
export async function receiveWhole(installation: Installation, file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<FileRow> {
  const row = await receiveFile(installation, file, bytes)
  await throwAway(installation, file)
  return row
}

async function progressOfSettled(installation: Installation, file: StoredFile): Promise<Progress> {
  if (file.state === 'refused') throw new Refusal('wrong-type')
  return progressOf(installation, file)
}

async function receiveAll(installation: Installation, file: StoredFile, parts: readonly FilePart[], last: Uint8Array): Promise<FileRow> {
  const before = await Promise.all(parts.map(part => installation.files.get(part.store_key)))
  const pieces = [...before.filter(piece => piece !== undefined), last]
  if (pieces.length <= parts.length) {
    await throwAway(installation, file)
    throw wrongOffset(0)
  }
  try {
    return await receiveWhole(installation, file, join(pieces, pieces.reduce((size, piece) => size + piece.byteLength, 0)))
  } catch (thrown) {
    if (thrown instanceof Refusal && (thrown.code === 'wrong-hash' || thrown.code === 'wrong-type')) await throwAway(installation, file)
    throw thrown
  }
}

/** Bytes first, then the row that speaks of them: what a crash leaves in between is swept one day. */
async function keepPart({ database, files, now }: Installation, file: StoredFile, start: number, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const key = partKey(now())
  await files.put(key, bytes)
  const part: FilePart = {
    account_id: file.account_id, file_id: file.id, start, size: bytes.byteLength, sha256: hashOf(bytes), store_key: key, at: now(),
  }
  if (await database.transaction(trx => addPart(trx, database.forUpdate, file, part))) return start + part.size
  await files.remove(key)
  throw wrongOffset(endOf(await partsOf(database.db, file)))
}

async function throwAway({ database, files }: Installation, file: StoredFile): Promise<void> {
  const keys = await database.transaction(trx => forgetParts(trx, { file }))
  for (const key of keys) await files.remove(key)
}

const wrongOffset = (offset: number) => new Refusal('wrong-offset', { detail: { offset } })
