import { hashBytes, partBytes, readFileBytes } from './files.ts'
import type { OutboxDatabase, OutboxFile } from './outbox-database.ts'

/**
 * Bytes of a file from an offset on: `most`, fewer only at its end; undefined where they are not what was captured. It goes on into the next stored
 * part, since a server need not keep the few bytes that may be left of one.
 */
export async function readPiece(outbox: OutboxDatabase, file: OutboxFile, offset: number, most: number): Promise<ArrayBuffer | undefined> {
  const first = Math.floor(offset / partBytes)
  const begin = (await readPart(outbox, file, first))?.slice(offset % partBytes, offset % partBytes + most)
  if (!begin?.byteLength) return undefined
  if (begin.byteLength === most || offset + begin.byteLength === file.size) return begin
  const end = (await readPart(outbox, file, first + 1))?.slice(0, most - begin.byteLength)
  if (!end) return undefined
  const piece = new Uint8Array(begin.byteLength + end.byteLength)
  piece.set(new Uint8Array(begin))
  piece.set(new Uint8Array(end), begin.byteLength)
  return piece.buffer
}

async function readPart({ parts }: OutboxDatabase, file: OutboxFile, index: number): Promise<ArrayBuffer | undefined> {
  const part = await parts.get([file.id, index])
  return part && (part.sha256 === undefined || await hashBytes(part.bytes) === part.sha256) ? part.bytes : undefined
}

/** Whether what is on the disk is the whole file as it was captured. */
export const isUnharmed = async (outbox: OutboxDatabase, file: OutboxFile): Promise<boolean> =>
  await hashBytes(await readFileBytes(outbox, file.id)) === file.sha256

/** Whether each part can be judged by itself; files of an earlier version of the app cannot. */
export async function hasPartHashes({ parts }: OutboxDatabase, file: OutboxFile): Promise<boolean> {
  return (await parts.get([file.id, 0]))?.sha256 !== undefined
}
