import { hashBytes, partBytes, readFileBytes } from './files.ts'
import type { OutboxDatabase, OutboxFile } from './outbox-database.ts'

/** Bytes of a file from an offset on, at most `most`, out of one stored part; undefined where they are not what was captured. */
export async function readPiece({ parts }: OutboxDatabase, file: OutboxFile, offset: number, most: number): Promise<ArrayBuffer | undefined> {
  const part = await parts.get([file.id, Math.floor(offset / partBytes)])
  if (!part || (part.sha256 !== undefined && await hashBytes(part.bytes) !== part.sha256)) return undefined
  const from = offset % partBytes
  const piece = part.bytes.slice(from, from + most)
  return piece.byteLength > 0 ? piece : undefined
}

/** Whether what is on the disk is the whole file as it was captured. */
export const isUnharmed = async (outbox: OutboxDatabase, file: OutboxFile): Promise<boolean> =>
  await hashBytes(await readFileBytes(outbox, file.id)) === file.sha256

/** Whether each part can be judged by itself; files of an earlier version of the app cannot. */
export async function hasPartHashes({ parts }: OutboxDatabase, file: OutboxFile): Promise<boolean> {
  return (await parts.get([file.id, 0]))?.sha256 !== undefined
}
