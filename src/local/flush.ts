import { ok, refuse, type Result } from '#domain/result.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import { maxCommandsPerPush, type PushAnswer, type PushStopped } from '#protocol/messages.ts'
import type { PushLine } from '#protocol/results.ts'
import { callRegistered } from './call-registered.ts'
import { callAs } from './credentials.ts'
import { keepResults, markArrived } from './keep-results.ts'
import { findDrains, type LiveReader, ownerOf } from './moved-guests.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { readQueued, startAsNewSender } from './outbox-meta.ts'
import { setAside } from './set-aside.ts'
import { runSingleFile } from './single-file.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'
import { toWire } from './wire.ts'

/**
 * Sends what a reader's outbox holds, in its order, until it is empty or something stands in the way. Safe to run in several tabs and
 * the worker at once: the server answers a command it knows with the result it has. What guests wrote who became this reader goes first.
 */
export async function flushReader(parts: SyncParts, reader: LiveReader, isAgain = false): Promise<Result<'empty', Failure>> {
  for (const outbox of [...await findDrains(parts.storage, reader), reader]) {
    const answer = await runSingleFile(`servus-flush-${outbox.id}`, () => flushAll(parts, outbox))
    if (!answer.ok) return answer
    // All of them have something to offer again, and their order holds.
    if (answer.value === 'anew') return isAgain ? refuse({ kind: 'busy', status: 409 }) : flushReader(parts, reader, true)
  }
  return ok('empty')
}

async function flushAll(parts: SyncParts, reader: LiveReader): Promise<Result<'empty' | 'anew', Failure>> {
  const outbox = parts.storage.outboxOf(reader.id)
  let mayStartAnew = true
  let size = maxCommandsPerPush
  for (;;) {
    const batch = await takeBatch(outbox, size)
    const [first] = batch
    if (!first) return ok('empty')
    const answer = await pushBatch(parts, reader, outbox, batch)
    if (answer.ok) {
      if (answer.value === 'anew') return ok('anew')
      if (answer.value === 0) return refuse({ kind: 'busy', status: 503 })
      size = maxCommandsPerPush
    } else if (mayStartAnew && isOutOfStep(answer.refusal)) {
      mayStartAnew = false
      await goOnAsNewSender(parts, outbox, first)
    } else if (isUnreadable(answer.refusal)) {
      if (batch.length > 1) size = Math.ceil(batch.length / 2)
      else if (!await setAside(outbox, first, codeOf(answer.refusal), parts.now())) return answer
    } else {
      await keepLinesSoFar(parts, reader, answer.refusal)
      return answer
    }
  }
}

/** A call that is refused as it stands, not for what it asks: it never gets better, but a part of it may be taken. */
const isUnreadable = (failure: Failure) => failure.kind === 'tooLarge' || (failure.kind === 'refused' && failure.status === 400)

const codeOf = (failure: Failure): ErrorCode => (failure.kind === 'refused' ? failure.code : 'too-large')

/** From here on a discard cannot be taken back: the server may hear of it. */
const takeBatch = (outbox: OutboxDatabase, size: number): Promise<StoredCommand[]> =>
  outbox.transaction('rw', outbox.commands, async () => {
    const batch = (await readQueued(outbox)).slice(0, size)
    for (const { mid, isVoided, withdraws, wasVoidSent } of batch) {
      if ((isVoided || withdraws !== undefined) && !wasVoidSent) await outbox.commands.update(mid, { wasVoidSent: true })
    }
    return batch
  })

/** A busy server has answered the commands before the one at which it stopped. */
async function keepLinesSoFar(parts: SyncParts, reader: LiveReader, failure: Failure) {
  const { lines = [] } = (failure.kind === 'busy' ? failure.detail ?? {} : {}) as PushStopped
  if (lines.length > 0) await keepLines(parts, reader, lines)
}

/** How many commands of the batch have a result now. `anew`: none, the server was restored. */
async function pushBatch(parts: SyncParts, reader: LiveReader, outbox: OutboxDatabase, batch: StoredCommand[]): Promise<Result<number | 'anew', Failure>> {
  const answer = await callRegistered(parts, reader, async ({ sender, epoch }) => {
    if (batch.some(command => command.sender !== sender)) return refuse<Failure>({ kind: 'conflict', code: 'forked' })
    const commands = await Promise.all(batch.map(command => toWire(outbox, command)))
    return callAs<PushAnswer>(parts.transport, reader, { method: 'POST', path: '/api/sync/push', body: { sender, epoch, commands } })
  })
  if (!answer.ok) return answer
  return ok(answer.value === 'anew' ? 'anew' : await keepLines(parts, reader, answer.value.lines))
}

async function keepLines(parts: SyncParts, reader: LiveReader, lines: readonly PushLine[]): Promise<number> {
  const results = lines.flatMap(line => (line.status === 'later' ? [] : [{ mid: line.mid, result: line.result }]))
  await keepResults(parts.storage.outboxOf(reader.id), results, parts.now())
  await markArrived(parts.storage, reader.id, parts.now(), ownerOf(reader))
  return results.length
}

const isOutOfStep = (failure: Failure) =>
  failure.kind === 'conflict' && (failure.code === 'forked' || failure.code === 'gap' || failure.code === 'conflict')

/** Unless it has happened already: another tab, or the greeting itself, may have been faster. */
async function goOnAsNewSender(parts: SyncParts, outbox: OutboxDatabase, sent: StoredCommand) {
  const now = await outbox.commands.get(sent.mid)
  if (now?.sender === sent.sender && now.state === 'queued') await startAsNewSender(outbox, parts.now())
}
