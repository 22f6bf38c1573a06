import type { Millis } from '#domain/ids.ts'
import { ok, refuse, type Result } from '#domain/result.ts'
import { openAs } from './credentials.ts'
import type { FeedDatabase, Picture } from './feed-database.ts'
import { readFileBytes } from './files.ts'
import { outboxesOf } from './moved-guests.ts'
import { useStorage } from './storage.ts'
import { createTransport, type Failure, type Transport } from './transport.ts'

/** Bytes of pictures kept for one reader; beyond it the longest unseen go. */
const budgetBytes = 60 * 1024 * 1024

export type PictureBytes = { bytes: ArrayBuffer, type: string }

/**
 * A picture of a request: from this device where it is, else from the server, and then kept. `reader` is the request's; `size` as the server
 * makes it. Not for live queries: it may wait for the network.
 */
export async function loadPicture(
  reader: string, file: { id: string, type: string }, size: 'thumb' | 'full', now: Millis = Date.now(), transport: Transport = createTransport(),
): Promise<Result<PictureBytes, Failure>> {
  const storage = await useStorage()
  for (const { outbox } of await outboxesOf(storage, reader)) {
    const own = await readFileBytes(outbox, file.id)
    if (own.byteLength > 0) return ok({ bytes: own, type: file.type })
  }
  const base = storage.baseOf(reader)
  const kept = await base.pictures.get(`${file.id}/full`) ?? await base.pictures.get(`${file.id}/${size}`)
  if (kept && (size === 'thumb' || kept.id.endsWith('/full'))) {
    await base.pictures.update(kept.id, { seenAt: now })
    return ok(kept)
  }
  const who = await storage.device.readers.get(reader)
  if (!who) return refuse({ kind: 'notSignedIn' })
  const answer = await openAs(transport, who, { method: 'GET', path: `/api/files/${file.id}?size=${size}` }, AbortSignal.timeout(60_000))
  if (!answer.ok) return answer
  const bytes = await answer.value.arrayBuffer().catch(() => undefined)
  if (!bytes) return refuse({ kind: 'offline' })
  const type = answer.value.headers.get('content-type') ?? file.type
  await keepPicture(base, { id: `${file.id}/${size}`, bytes, type, size: bytes.byteLength, seenAt: now })
  return ok({ bytes, type })
}

async function keepPicture(base: FeedDatabase, picture: Picture) {
  await base.transaction('rw', base.pictures, async () => {
    await base.pictures.put(picture)
    let left = budgetBytes
    const gone: string[] = []
    await base.pictures.orderBy('seenAt').reverse().each(({ id, size }) => {
      left -= size
      if (left < 0) gone.push(id)
    })
    await base.pictures.bulkDelete(gone)
  })
}
