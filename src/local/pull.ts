import { ok, refuse, type Result } from '#domain/result.ts'
import type { PullAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { applyPage, readPosition } from './apply-page.ts'
import { callRegistered } from './call-registered.ts'
import { callAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import { keepResults, markArrived, parkedMids, resultsKnown } from './keep-results.ts'
import { pauseForOthers } from './pause-for-others.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/** `more`: ask again; `whole`: everything up to this moment is here. */
export type Pulled = 'more' | 'whole'

/**
 * Fetches one page of a reader's scope: first the results of their commands, then rows, each in its own transaction. Works whether or not
 * sending works.
 */
export async function pullPage(parts: SyncParts, reader: Reader): Promise<Result<Pulled, Failure>> {
  const { storage, now, transport } = parts
  const scope = readerScope(reader.id)
  const outbox = storage.outboxOf(reader.id)
  const base = storage.baseOf(reader.id)
  const from = await readPosition(base, scope)
  const answer = await callRegistered(parts, reader, async registered => {
    const { sender, epoch } = registered
    const parked = await parkedMids(outbox)
    const body = { sender, epoch, resultsAfter: await resultsKnown(outbox, registered), cursors: { [scope]: from.cursor }, ...(parked.length ? { parked } : {}) }
    return callAs<PullAnswer>(transport, reader, { method: 'POST', path: '/api/sync/pull', body })
  })
  if (!answer.ok) return answer
  if (answer.value === 'anew') return ok('more')
  const page = answer.value.pages.find(candidate => candidate.scope === scope)
  // An answer without our scope is somebody else's: a cookie of another person.
  if (!page) return refuse({ kind: 'notSignedIn' })
  await keepResults(outbox, [...answer.value.results, ...answer.value.late ?? []], now())
  if (await applyPage(base, page, from, now()) !== 'applied' || page.more) return ok('more')
  await markArrived(storage, reader.id, now())
  return ok('whole')
}

/** Fetches pages until the reader's scope is whole, giving way to the screen between them. */
export async function pullReader(parts: SyncParts, reader: Reader): Promise<Result<'whole', Failure>> {
  for (;;) {
    const pulled = await pullPage(parts, reader)
    if (!pulled.ok) return pulled
    if (pulled.value === 'whole') return ok('whole')
    await pauseForOthers()
  }
}
