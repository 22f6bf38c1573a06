import { ok, refuse, type Result } from '#domain/result.ts'
import type { FileRow } from '#protocol/rows.ts'
import type { ReadRequestAnswer } from '#protocol/messages.ts'
import { callAs } from './credentials.ts'
import { findVisible } from './readers.ts'
import type { ProjectedRequest, ShownFile } from './requests.ts'
import { useStorage } from './storage.ts'
import { createTransport, type Failure, type Transport } from './transport.ts'

/** As a request that is on this device, but for what its owner might have waiting on it. */
export type OldRequest = ProjectedRequest & { files: ShownFile[] }

/**
 * Reads a request from the server that is on no phone any more, as one that has long been over. Nothing of it is kept here. Refused
 * with `not-found` where nobody of this device sees it. Not for live queries: it waits for the network.
 */
export async function readOldRequest(id: string, transport: Transport = createTransport()): Promise<Result<OldRequest, Failure>> {
  let answer: Result<ReadRequestAnswer, Failure> = refuse({ kind: 'refused', status: 404, code: 'not-found' })
  for (const reader of await findVisible(await useStorage())) {
    answer = await callAs<ReadRequestAnswer>(transport, reader, { method: 'GET', path: `/api/requests/${encodeURIComponent(id)}` })
    if (answer.ok) return ok(asShown(answer.value, reader.id))
    if (answer.refusal.kind !== 'refused') break
  }
  return answer.ok ? refuse({ kind: 'offline' }) : answer
}

const asShown = ({ request, events, files }: ReadRequestAnswer, reader: string): OldRequest =>
  ({ request, events, stuck: [], reader, isTaken: true, attention: [], news: 0, files: files.map(toShown) })

const toShown = ({ id, type, size, state, code }: FileRow): ShownFile => ({ id, type, size, state, ...(code === undefined ? {} : { code }) })
