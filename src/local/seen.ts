import type { Millis } from '#domain/ids.ts'
import { useStorage } from './storage.ts'

/** Remembers up to which event somebody here has looked at a request. One row each, which never goes back. */
export async function markSeen(reader: string, requestId: string, upTo: number, now: Millis = Date.now()): Promise<void> {
  const outbox = (await useStorage()).outboxOf(reader)
  await outbox.transaction('rw', outbox.seen, async () => {
    const mark = await outbox.seen.get(requestId)
    if (!mark || mark.upTo < upTo) await outbox.seen.put({ requestId, upTo, at: now })
  })
}
