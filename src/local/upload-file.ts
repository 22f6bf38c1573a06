import { ok, refuse, type Result } from '#domain/result.ts'
import { partialUpload, uploadComplete, uploadLength, uploadOffset, type UploadAnswer } from '#protocol/files.ts'
import { callAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import { partBytes } from './files.ts'
import type { OutboxDatabase, OutboxFile } from './outbox-database.ts'
import { hasPartHashes, isUnharmed, readPiece } from './read-piece.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'
import { askProgress } from './upload-progress.ts'

export type Uploading = { parts: SyncParts, reader: Reader, outbox: OutboxDatabase }

/** A slow line is sent smaller pieces, so that each is over soon and little is lost when it breaks. */
const smallestPiece = 16 * 1024
const longMs = 15_000
const shortMs = 4_000
/** So often the whole is sent anew where the server says that its hash is wrong though our bytes are as they were captured. */
const wrongHashTries = 3
/** So often the server may tell another offset without anything of ours having been taken. */
const longestStandstill = 5

type Settled = Result<'settled', Failure>
type Update = Partial<Pick<OutboxFile, 'state' | 'code' | 'sent' | 'piece' | 'wrongHashes'>>

/**
 * Sends a file piece by piece, each read from the disk for itself, as the IETF draft "Resumable Uploads for HTTP" has it. After a failure, and in a
 * later round, the server is first asked how far it has come. There is no limit on the whole: a failure counts only where nothing has moved.
 */
export async function uploadFile(uploading: Uploading, file: OutboxFile): Promise<Settled> {
  const { outbox } = uploading
  if (!await hasPartHashes(outbox, file) && !await isUnharmed(outbox, file)) return settle(outbox, file, { state: 'damaged' })
  let offset = file.sent === undefined ? 0 : undefined
  let furthest = file.sent ?? 0
  let failure: Failure | undefined
  for (let standstill = 0; standstill < longestStandstill;) {
    if (offset === undefined) {
      const progress = await askProgress(uploading, file)
      if (!progress.ok) return progress
      const { state, code } = progress.value
      if (state !== 'awaited') return settle(outbox, file, state === 'ready' ? { state: 'uploaded', sent: file.size } : { state: 'refused', code })
      offset = progress.value.offset
      if (offset > furthest) standstill = 0
      else if (failure) return refuse(failure)
      failure = undefined
    }
    await note(outbox, file, { sent: offset })
    furthest = Math.max(furthest, offset)
    const sent = await sendPiece(uploading, file, offset)
    if (sent.kind === 'settled') return settle(outbox, file, sent.update)
    if (sent.kind === 'failed' && sent.failure.kind !== 'offline') return refuse(sent.failure)
    if (sent.kind === 'failed') failure = sent.failure
    if (sent.kind !== 'taken' || sent.offset <= offset) standstill++
    if (sent.kind === 'anew') furthest = 0
    offset = sent.kind === 'taken' ? sent.offset : sent.kind === 'anew' ? 0 : undefined
  }
  return refuse({ kind: 'busy', status: 409 })
}

/** `anew`: from the first byte on; `lost`: the offset was not the right one. */
type Sent =
  | { kind: 'taken', offset: number }
  | { kind: 'settled', update: Update }
  | { kind: 'anew' }
  | { kind: 'lost' }
  | { kind: 'failed', failure: Failure }

async function sendPiece({ parts, reader, outbox }: Uploading, file: OutboxFile, offset: number): Promise<Sent> {
  const size = file.piece ?? partBytes
  const content = await readPiece(outbox, file, offset, size)
  if (!content) return { kind: 'settled', update: { state: 'damaged' } }
  const startedAt = parts.now()
  const answer = await callAs<UploadAnswer>(parts.transport, reader, {
    method: 'PATCH', path: `/api/files/${file.id}`,
    bytes: { content, type: partialUpload },
    headers: {
      [uploadOffset]: String(offset), [uploadLength]: String(file.size),
      [uploadComplete]: offset + content.byteLength === file.size ? '?1' : '?0',
    },
  })
  if (!answer.ok) return whatNow(outbox, file, answer.refusal)
  const tookMs = parts.now() - startedAt
  if (tookMs > longMs) await note(outbox, file, { piece: Math.max(smallestPiece, size / 2) })
  else if (tookMs < shortMs && size < partBytes) await note(outbox, file, { piece: Math.min(partBytes, size * 2) })
  const { file: row, offset: kept } = answer.value
  return row.state === 'ready' ? { kind: 'settled', update: { state: 'uploaded', sent: file.size } } : { kind: 'taken', offset: kept }
}

async function whatNow(outbox: OutboxDatabase, file: OutboxFile, failure: Failure): Promise<Sent> {
  switch (failure.kind) {
    // Kept as it is: its owner decides whether it is made smaller or let go.
    case 'tooLarge': return { kind: 'settled', update: { state: 'refused', code: failure.code ?? 'too-large' } }
    case 'conflict': return failure.code === 'wrong-offset' ? { kind: 'lost' } : { kind: 'failed', failure }
    case 'refused':
      if (failure.code === 'wrong-hash') return checkOwn(outbox, file)
      // A server that is older than this app knows no such call yet.
      if (failure.status === 404) return { kind: 'failed', failure: { kind: 'busy', status: 404 } }
      return { kind: 'settled', update: { state: 'refused', code: failure.code } }
    case 'offline': case 'busy':
      await note(outbox, file, { piece: Math.max(smallestPiece, (file.piece ?? partBytes) / 2) })
      return { kind: 'failed', failure }
    case 'notSignedIn': case 'updateNeeded': return { kind: 'failed', failure }
    default: return failure satisfies never
  }
}

/** The server has other bytes than were captured: either ours have changed, or they did on the way. */
async function checkOwn(outbox: OutboxDatabase, file: OutboxFile): Promise<Sent> {
  if (!await isUnharmed(outbox, file)) return { kind: 'settled', update: { state: 'damaged' } }
  const wrongHashes = (file.wrongHashes ?? 0) + 1
  await note(outbox, file, { wrongHashes })
  return wrongHashes < wrongHashTries ? { kind: 'anew' } : { kind: 'settled', update: { state: 'refused', code: 'wrong-hash' } }
}

/** What only helps the next piece along must not stop this one where the disk is full. */
async function note(outbox: OutboxDatabase, file: OutboxFile, update: Update): Promise<void> {
  Object.assign(file, update)
  await outbox.files.update(file.id, update).catch(() => {})
}

async function settle(outbox: OutboxDatabase, file: OutboxFile, { code, ...update }: Update): Promise<Settled> {
  await outbox.files.update(file.id, { ...update, ...(code === undefined ? {} : { code }) })
  return ok('settled')
}
