import { ok, refuse, type Result } from '#domain/result.ts'
import type { HelloAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { protocolVersion } from '#protocol/version.ts'
import { refill } from './apply-page.ts'
import { callAs } from './credentials.ts'
import { ensureJoined } from './follow-move.ts'
import { findMoved, type LiveReader, ownerOf } from './moved-guests.ts'
import type { OutboxMeta } from './outbox-database.ts'
import { ensureMeta, startAsNewSender } from './outbox-meta.ts'
import { noteRestored } from './restored.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'
import { journalMs } from './trim-journal.ts'

export type Registered = OutboxMeta & { epoch: string }

const readMeta = ({ storage, now }: SyncParts, reader: LiveReader): Promise<OutboxMeta> => {
  const outbox = storage.outboxOf(reader.id)
  return outbox.transaction('rw', outbox.meta, async () => ensureMeta(outbox, now()))
}

/**
 * The outbox's sender, registered with the server; asks only when it is not yet. A guest becomes known to the server by this.
 * A server that knows more of this sender than we do has met a newer image of this device: we go on as another sender.
 */
export async function ensureRegistered(parts: SyncParts, reader: LiveReader): Promise<Result<Registered, Failure>> {
  const joined = await ensureJoined(parts, reader)
  if (!joined.ok) return joined
  const meta = await readMeta(parts, reader)
  if (meta.epoch !== undefined) return ok({ ...meta, epoch: meta.epoch })
  const body = { sender: meta.sender, language: parts.languages()[0] ?? 'en', versions: [protocolVersion] }
  const answer = await callAs<HelloAnswer>(parts.transport, reader, { method: 'POST', path: '/api/sync/hello', body })
  if (!answer.ok) return refuse(asPassing(answer.refusal))
  if (answer.value.reader !== ownerOf(reader)) return refuse({ kind: 'notSignedIn' })
  const { epoch, lastSeq, restored } = answer.value
  const outbox = parts.storage.outboxOf(reader.id)
  if (meta.epochBefore !== undefined && meta.epochBefore !== epoch) {
    await beginNewEpoch(parts, reader, meta.sender)
    return ensureRegistered(parts, reader)
  }
  if (restored) await noteRestored(parts.storage, ownerOf(reader), restored)
  if (lastSeq >= meta.nextSeq) {
    await startAsNewSender(outbox, parts.now())
    return refuse({ kind: 'conflict', code: 'forked' })
  }
  await outbox.meta.where('id').equals('outbox').modify(row => { if (row.sender === meta.sender) row.epoch = epoch })
  return ok({ ...meta, epoch })
}

/** What is wrong with a greeting is no command's fault: it must not look like a refusal of those that wait. */
function asPassing(failure: Failure): Failure {
  if (failure.kind === 'tooLarge') return { kind: 'busy', status: 413 }
  return failure.kind === 'refused' && failure.status === 400 ? { kind: 'busy', status: 400 } : failure
}

/**
 * The server was restored from a backup: everybody of this person pulls afresh beside what is shown and offers again what they wrote. `sender`: who met the
 * other epoch; where it has gone already, another tab was faster. The base first: a command must not count as arrived by its old versions.
 */
export async function beginNewEpoch({ storage, now }: SyncParts, reader: LiveReader, sender: string): Promise<void> {
  const owner = ownerOf(reader)
  if ((await storage.outboxOf(reader.id).meta.get('outbox'))?.sender !== sender) return
  await refill(storage.baseOf(owner), readerScope(owner))
  await storage.device.readers.update(owner, { tellsRestore: true })
  const guests = (await findMoved(storage, owner)).map(guest => guest.id)
  for (const guest of guests) await storage.device.readers.update(guest, { mustJoin: true })
  // The one that met it last: until then a crash is made good by meeting it again.
  for (const id of [...[...guests, owner].filter(other => other !== reader.id), reader.id]) {
    await startAsNewSender(storage.outboxOf(id), now(), now() - journalMs)
  }
}
