import { ok, refuse, type Result } from '#domain/result.ts'
import type { Reader } from './device-database.ts'
import type { OutboxFile } from './outbox-database.ts'
import { runSingleFile } from './single-file.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'
import { uploadFile } from './upload-file.ts'

/**
 * Sends the bytes of files whose command has been accepted. A file that cannot be sent waits or is set aside by itself and
 * holds up nothing else.
 */
export const uploadFiles = (parts: SyncParts, reader: Reader): Promise<Result<'empty', Failure>> =>
  runSingleFile(`servus-upload-${reader.id}`, () => uploadAll(parts, reader))

async function uploadAll(parts: SyncParts, reader: Reader): Promise<Result<'empty', Failure>> {
  const outbox = parts.storage.outboxOf(reader.id)
  let failure: Failure | undefined
  for (const file of inTurn(await outbox.files.where('state').equals('kept').toArray())) {
    const command = await outbox.commands.get(file.mid)
    if (command?.state !== 'applied' && command?.state !== 'arrived') continue
    const sent = await uploadFile({ parts, reader, outbox }, file)
    if (sent.ok) continue
    failure = sent.refusal
    if (isForAll(failure)) break
  }
  return failure ? refuse(failure) : ok('empty')
}

/** One that is under way goes on; else in the order in which they were taken. */
const inTurn = (files: OutboxFile[]) => files.sort((one, other) =>
  Number(other.sent !== undefined) - Number(one.sent !== undefined) || (one.id < other.id ? -1 : 1))

/** What would befall the next file in the same way; a server that fails on one file may take another. */
const isForAll = (failure: Failure) =>
  failure.kind === 'offline' || failure.kind === 'notSignedIn' || failure.kind === 'updateNeeded' || (failure.kind === 'busy' && failure.status === 429)
