import { forgetFirstPaint } from './first-paint.ts'
import { flushReader } from './flush.ts'
import { pullReader } from './pull.ts'
import { pullContent } from './pull-content.ts'
import { joinGuests } from './follow-move.ts'
import { hasUnsettled, type LiveReader } from './moved-guests.ts'
import { closeSession, findCurrent, findLive } from './readers.ts'
import { syncMarks } from './sync-marks.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'
import { uploadFiles } from './upload.ts'

/** What one round of synchronisation came to. `failure` stands for the worst of several. */
export type SyncOutcome =
  | { kind: 'done' }
  | { kind: 'waiting', failure: Failure }
  | { kind: 'paused' }
  | { kind: 'updateNeeded' }

/**
 * One round for everybody on this device: send, fetch, upload, then the public content. Fetching does not depend on sending having worked, and
 * nobody's trouble holds up another. Runs in page and worker alike.
 */
export async function syncOnce(parts: SyncParts): Promise<SyncOutcome> {
  const failures: Failure[] = []
  let isOver = false
  const current = await findCurrent(parts.storage)
  const joined = current && await joinGuests(parts, current)
  if (joined?.ok === false) failures.push(joined.refusal)
  for (const reader of await findLive(parts.storage)) {
    if (isOver || !await hasContact(parts, reader)) continue
    const round = await syncReader(parts, reader)
    failures.push(...round.failures)
    isOver = round.isOver
  }
  if (!isOver) {
    const content = await pullContent(parts)
    if (!content.ok) failures.push(content.refusal)
  }
  return outcomeOf(failures)
}

/** With no line, or an app that is too old, every further call would fail in the same way. */
const isForAll = (failure: Failure) => failure.kind === 'offline' || failure.kind === 'updateNeeded'

/** A guest who has written nothing is nobody to the server. */
async function hasContact({ storage }: SyncParts, { id, kind, as }: LiveReader): Promise<boolean> {
  if (as) return hasUnsettled(storage, id)
  if (kind === 'member') return true
  const { meta, commands } = storage.outboxOf(id)
  return (await meta.get('outbox'))?.epoch !== undefined || await commands.count() > 0
}

/** `isOver`: nobody else need try. */
async function syncReader(parts: SyncParts, reader: LiveReader): Promise<{ failures: Failure[], isOver: boolean }> {
  const failures: Failure[] = []
  for (const step of [flushReader, pullReader, syncMarks, uploadFiles]) {
    const answer = await step(parts, reader)
    if (answer.ok) continue
    failures.push(answer.refusal)
    // A push that breaks off may be too much for the line alone: only a pull tells that there is none.
    if (isForAll(answer.refusal) && !(step === flushReader && answer.refusal.kind === 'offline')) return { failures, isOver: true }
    if (answer.refusal.kind === 'notSignedIn') {
      if (reader.kind === 'member') {
        await closeSession(parts.storage, reader.id)
        // What was painted for them must not be what the next one sees first.
        await forgetFirstPaint().catch(() => {})
      }
      break
    }
  }
  return { failures, isOver: false }
}

function outcomeOf(failures: readonly Failure[]): SyncOutcome {
  if (failures.some(failure => failure.kind === 'updateNeeded')) return { kind: 'updateNeeded' }
  const [first] = failures.filter(failure => failure.kind !== 'notSignedIn')
  const longest = failures.reduce<Failure | undefined>((worst, failure) => (waitOf(failure) > waitOf(worst) ? failure : worst), first)
  if (longest && longest.kind !== 'notSignedIn') return { kind: 'waiting', failure: longest }
  return failures.length > 0 ? { kind: 'paused' } : { kind: 'done' }
}

const waitOf = (failure: Failure | undefined) => (failure?.kind === 'busy' ? failure.retryAfterMs ?? 0 : 0)
