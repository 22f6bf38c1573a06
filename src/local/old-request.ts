import { refuse, type Result } from '#domain/result.ts'
import type { ReadRequestAnswer } from '#protocol/messages.ts'
import { callAs } from './credentials.ts'
import { findVisible } from './readers.ts'
import { useStorage } from './storage.ts'
import { createTransport, type Failure, type Transport } from './transport.ts'

/**
 * Reads a request from the server that is on no phone any more, as one that has long been over. Nothing of it is kept here. Refused
 * with `not-found` where nobody of this device sees it. Not for live queries: it waits for the network.
 */
export async function readOldRequest(id: string, transport: Transport = createTransport()): Promise<Result<ReadRequestAnswer, Failure>> {
  let answer: Result<ReadRequestAnswer, Failure> = refuse({ kind: 'refused', status: 404, code: 'not-found' })
  for (const name of await findVisible(await useStorage())) {
    const reader = await (await useStorage()).device.readers.get(name)
    if (!reader) continue
    answer = await callAs<ReadRequestAnswer>(transport, reader, { method: 'GET', path: `/api/requests/${encodeURIComponent(id)}` })
    if (answer.ok || answer.refusal.kind !== 'refused') return answer
  }
  return answer
}
