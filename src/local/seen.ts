import type { Millis } from '#domain/ids.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

/** Remembers up to which event somebody here has looked at a request. One row each, which never goes back. */
export async function markSeen(reader: string, requestId: string, upTo: number, now: Millis = Date.now()): Promise<void> {
  const outbox = (await useStorage()).outboxOf(reader)
  const isNew = await outbox.transaction('rw', outbox.seen, async () => {
    const mark = await outbox.seen.get(requestId)
    if (mark && mark.upTo >= upTo) return false
    await outbox.seen.put({ ...mark, requestId, upTo, at: now })
    return true
  })
  if (isNew) wake('seen')
}
