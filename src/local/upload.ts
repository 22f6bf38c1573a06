import { ok, refuse, type Result } from '#domain/result.ts'
import { callAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import { hashBytes, joinParts } from './files.ts'
import type { OutboxDatabase, OutboxFile } from './outbox-database.ts'
import { runSingleFile } from './single-file.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/** Even a slow line carries so much; slower than this counts as broken off. */
const slowestBytesPerSecond = 4_000

/** A file's bytes as they lie on the disk, put together. */
export async function readFileBytes(outbox: OutboxDatabase, file: string): Promise<ArrayBuffer> {
  return joinParts(await outbox.parts.where('[file+index]').between([file, 0], [file, Infinity]).toArray())
}

/**
 * Sends the bytes of files whose command has been accepted. A file that cannot be sent waits or is set aside by itself and
 * holds up nothing else.
 */
export const uploadFiles = (parts: SyncParts, reader: Reader): Promise<Result<'empty', Failure>> =>
  runSingleFile(`servus-upload-${reader.id}`, () => uploadAll(parts, reader))

async function uploadAll(parts: SyncParts, reader: Reader): Promise<Result<'empty', Failure>> {
  const outbox = parts.storage.outboxOf(reader.id)
  let failure: Failure | undefined
  for (const file of await outbox.files.where('state').equals('kept').toArray()) {
    const command = await outbox.commands.get(file.mid)
    if (command?.state !== 'applied' && command?.state !== 'arrived') continue
    const sent = await uploadFile(parts, reader, outbox, file)
    if (!sent.ok) failure = sent.refusal
    if (failure?.kind === 'offline' || failure?.kind === 'notSignedIn') break
  }
  return failure ? refuse(failure) : ok('empty')
}

async function uploadFile({ transport }: SyncParts, reader: Reader, outbox: OutboxDatabase, file: OutboxFile): Promise<Result<'settled', Failure>> {
  const content = await readFileBytes(outbox, file.id)
  if (await hashBytes(content) !== file.sha256) {
    await outbox.files.update(file.id, { state: 'damaged' })
    return ok('settled')
  }
  const answer = await callAs(transport, reader, {
    method: 'PUT', path: `/api/files/${file.id}`,
    bytes: { content, type: file.type },
    timeoutMs: 30_000 + file.size / slowestBytesPerSecond * 1000,
  })
  if (answer.ok) await outbox.files.update(file.id, { state: 'uploaded' })
  else if (answer.refusal.kind === 'tooLarge') await outbox.files.update(file.id, { state: 'refused', code: 'too-large' })
  else if (answer.refusal.kind === 'refused') await outbox.files.update(file.id, { state: 'refused', code: answer.refusal.code })
  else return answer
  return ok('settled')
}
