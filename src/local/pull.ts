import { ok, refuse, type Result } from '#domain/result.ts'
import type { PullAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { applyPage, readPosition } from './apply-page.ts'
import { callRegistered } from './call-registered.ts'
import { callAs } from './credentials.ts'
import type { Position } from './feed-database.ts'
import { keepResults, markArrived, parkedMids, resultsKnown } from './keep-results.ts'
import { findUntaken, type LiveReader, ownerOf, takeOver } from './moved-guests.ts'
import { pauseForOthers } from './pause-for-others.ts'
import { settleOffered } from './settle-offered.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/** `more`: ask again; `whole`: everything up to this moment is here. */
export type Pulled = 'more' | 'whole'

type Asked = Awaited<ReturnType<typeof askPage>>

/** Asks for the results of a reader's commands and the page that begins at `from`. */
async function askPage(parts: SyncParts, reader: LiveReader, from: Position) {
  const scope = readerScope(ownerOf(reader))
  const outbox = parts.storage.outboxOf(reader.id)
  // Before the call: only what was moved by then is surely in the page.
  const untaken = await findUntaken(parts.storage, ownerOf(reader))
  const answer = await callRegistered(parts, reader, async registered => {
    const { sender, epoch } = registered
    const parked = await parkedMids(outbox)
    const body = { sender, epoch, resultsAfter: await resultsKnown(outbox, registered), cursors: { [scope]: from.cursor }, ...(parked.length ? { parked } : {}), ...(from.isFilling ? { fills: [scope] } : {}) }
    return callAs<PullAnswer>(parts.transport, reader, { method: 'POST', path: '/api/sync/pull', body })
  })
  return { answer, untaken }
}

/** Keeps what was answered: first the results, then the page, each in its own transaction. */
async function storePage({ storage, now }: SyncParts, reader: LiveReader, { answer, untaken }: Asked, from: Position): Promise<Result<Pulled, Failure>> {
  if (!answer.ok) return answer
  if (answer.value === 'anew') return ok('more')
  const page = pageOf({ answer }, reader)
  // An answer without our scope is somebody else's: a cookie of another person.
  if (!page) return refuse({ kind: 'notSignedIn' })
  await keepResults(storage.outboxOf(reader.id), [...answer.value.results, ...answer.value.late ?? []], now())
  if (await applyPage(storage.baseOf(ownerOf(reader)), page, from, now()) !== 'applied' || page.more) return ok('more')
  await takeOver(storage, untaken, now())
  await markArrived(storage, reader.id, now(), ownerOf(reader))
  await settleOffered(storage.outboxOf(reader.id), storage.baseOf(ownerOf(reader)), ownerOf(reader))
  return ok('whole')
}

const pageOf = ({ answer }: Pick<Asked, 'answer'>, reader: LiveReader) =>
  (answer.ok && answer.value !== 'anew' ? answer.value.pages.find(candidate => candidate.scope === readerScope(ownerOf(reader))) : undefined)

/** Fetches one page of a reader's scope. Works whether or not sending works. */
export async function pullPage(parts: SyncParts, reader: LiveReader): Promise<Result<Pulled, Failure>> {
  const from = await readPosition(parts.storage.baseOf(ownerOf(reader)), readerScope(ownerOf(reader)))
  return storePage(parts, reader, await askPage(parts, reader, from), from)
}

/**
 * Fetches pages until the reader's scope is whole, giving way to the screen between them. The next one is asked for while one is being
 * stored; where that comes to stand elsewhere than was thought, what was asked is let go and asked anew.
 */
export async function pullReader(parts: SyncParts, reader: LiveReader): Promise<Result<'whole', Failure>> {
  const base = parts.storage.baseOf(ownerOf(reader))
  let ahead: { from: Position, asked: Promise<Asked> } | undefined
  for (;;) {
    const from = await readPosition(base, readerScope(ownerOf(reader)))
    const isAhead = ahead?.from.fill === from.fill && ahead.from.cursor === from.cursor
    const answer = await (isAhead && ahead ? ahead.asked : askPage(parts, reader, from))
    const page = pageOf(answer, reader)
    ahead = page?.more ? askAhead(parts, reader, { fill: page.reset ? from.fill + 1 : from.fill, cursor: page.next, isFilling: page.reset === true || from.isFilling === true }) : undefined
    const pulled = await storePage(parts, reader, answer, from)
    if (!pulled.ok) return pulled
    if (pulled.value === 'whole') return ok('whole')
    await pauseForOthers()
  }
}

function askAhead(parts: SyncParts, reader: LiveReader, from: Position) {
  const asked = askPage(parts, reader, from)
  // Heard where it is awaited, which it may never be.
  asked.catch(() => {})
  return { from, asked }
}
