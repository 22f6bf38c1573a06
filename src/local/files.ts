import type { FileRef } from '#domain/request/command.ts'
import { fileTypes, maxFileBytes } from '#protocol/command.ts'
import { mintId } from './mint.ts'
import type { FilePart, OutboxDatabase } from './outbox-database.ts'

export type FileType = (typeof fileTypes)[number]
/** A file to be sent along. Always an ArrayBuffer: a Blob in IndexedDB may be unreadable after a restart. */
export type NewFile = { bytes: ArrayBuffer, type: FileType }

/** Bytes of a part: small enough that no single write is long. */
export const partBytes = 1024 * 1024

/** SHA-256 in lower-case hex. */
export async function hashBytes(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Names a file and takes its hash, before it is stored. Throws a RangeError when it is empty or too large. */
export async function describeFile({ bytes, type }: NewFile, now: number): Promise<FileRef> {
  if (bytes.byteLength === 0 || bytes.byteLength > maxFileBytes) throw new RangeError(`a file of ${bytes.byteLength} bytes cannot be sent`)
  return { id: mintId(now), sha256: await hashBytes(bytes), size: bytes.byteLength, type }
}

export const countParts = (size: number) => Math.ceil(size / partBytes)

/** Cuts a file's bytes into parts, each with a hash of its own, so that a part can be judged without the whole. */
export function splitParts(file: string, bytes: ArrayBuffer): Promise<FilePart[]> {
  return Promise.all(Array.from({ length: countParts(bytes.byteLength) }, async (_, index) => {
    const part = bytes.slice(index * partBytes, (index + 1) * partBytes)
    return { file, index, bytes: part, sha256: await hashBytes(part) }
  }))
}

/**
 * Stores parts and reads each back: what is on the disk is what was hashed. Must run in a transaction that may write `parts`; throws where they
 * differ, so that nothing of it stays.
 */
export async function storeParts({ parts: table }: OutboxDatabase, parts: readonly FilePart[]): Promise<void> {
  await table.bulkAdd(parts)
  for (const part of parts) {
    const kept = await table.get([part.file, part.index])
    if (!kept || !isSame(kept.bytes, part.bytes)) throw new Error('A file was not stored as it was captured')
  }
}

function isSame(one: ArrayBuffer, other: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(one), new Uint8Array(other)]
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

/** Puts parts together again, in their order. */
export function joinParts(parts: readonly FilePart[]): ArrayBuffer {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.bytes.byteLength, 0))
  let offset = 0
  for (const part of [...parts].sort((a, b) => a.index - b.index)) {
    joined.set(new Uint8Array(part.bytes), offset)
    offset += part.bytes.byteLength
  }
  return joined.buffer
}

/** A file's bytes as they lie on the disk, put together. */
export const readFileBytes = async ({ parts }: OutboxDatabase, file: string): Promise<ArrayBuffer> =>
  joinParts(await parts.where('[file+index]').between([file, 0], [file, Infinity]).toArray())
