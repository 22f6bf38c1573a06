import { ok, type Result } from '#domain/result.ts'
import type { Marks, MarksAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { callAs } from './credentials.ts'
import type { DeviceStorage } from './device-storage.ts'
import { type LiveReader, ownerOf } from './moved-guests.ts'
import { readRow } from './read-rows.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/** The protocol takes no more at once. */
const mostMarks = 100

/**
 * Tells the server up to where requests were looked at here, for the reader's other devices: the last word on each, not every look. A refusal
 * holds up nothing, since it is worth nobody's attention.
 */
export async function syncMarks({ storage, transport }: SyncParts, reader: LiveReader): Promise<Result<'told', Failure>> {
  const marks = await untold(storage, reader.id, ownerOf(reader))
  if (marks.length === 0) return ok('told')
  const answer = await callAs<MarksAnswer>(transport, reader, { method: 'POST', path: '/api/sync/marks', body: { marks } })
  if (!answer.ok && answer.refusal.kind !== 'refused') return answer
  const { seen } = storage.outboxOf(reader.id)
  for (const { requestId, upTo } of marks) await seen.where('requestId').equals(requestId).modify(mark => { mark.told = Math.max(mark.told ?? 0, upTo) })
  return ok('told')
}

/** Of requests that the server knows, and no further than it does. */
async function untold({ outboxOf, baseOf }: DeviceStorage, reader: string, owner: string): Promise<Marks['marks']> {
  const marks: Marks['marks'] = []
  for (const { requestId, upTo, told = 0 } of await outboxOf(reader).seen.filter(mark => mark.upTo > (mark.told ?? 0)).toArray()) {
    const row = await readRow(baseOf(owner), readerScope(owner), 'request', requestId)
    const known = Math.min(upTo, row?.lastEvent ?? 0)
    if (known > told) marks.push({ requestId, upTo: known })
  }
  return marks.slice(0, mostMarks)
}
