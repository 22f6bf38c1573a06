import { refuse, type Result } from '#domain/result.ts'
import { fileCodeHeader, fileStateHeader, uploadOffset } from '#protocol/files.ts'
import type { FileRow } from '#protocol/rows.ts'
import { openAs } from './credentials.ts'
import type { OutboxFile } from './outbox-database.ts'
import type { Failure } from './transport.ts'
import type { Uploading } from './upload-file.ts'

/** How far a file has come at the server. */
export type Progress = { offset: number, state: FileRow['state'], code: string }

/** Asks by HEAD. An answer that does not tell counts as none. */
export async function askProgress({ parts, reader }: Pick<Uploading, 'parts' | 'reader'>, file: OutboxFile): Promise<Result<Progress, Failure>> {
  const answer = await openAs(parts.transport, reader, { method: 'HEAD', path: `/api/files/${file.id}` })
  if (!answer.ok) return answer
  const { headers } = answer.value
  const offset = Number(headers.get(uploadOffset) ?? Number.NaN)
  const state = headers.get(fileStateHeader)
  if (!Number.isSafeInteger(offset) || offset > file.size || (state !== 'awaited' && state !== 'ready' && state !== 'refused')) return refuse({ kind: 'offline' })
  return { ok: true, value: { offset, state, code: headers.get(fileCodeHeader) ?? 'wrong-type' } }
}
