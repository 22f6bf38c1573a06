import { heartbeatMs, type Hint } from '#protocol/messages.ts'
import type { Scope } from '#protocol/scopes.ts'
import { openAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import { pause } from './pause.ts'
import { readEventStream } from './read-event-stream.ts'
import { runInOneTab } from './single-file.ts'
import type { SyncParts } from './sync-parts.ts'
import { waitForHints } from './wait-for-hints.ts'

/** So long without any sign, heartbeats included, and the line counts as dead. */
export const silenceMs = 2 * heartbeatMs + 5_000
const shortestPauseMs = 1_000
const longestPauseMs = 60_000

/** `known`: up to which version the device has each scope that it wants to hear of. */
export type HintListener = { onHint: (hint: Hint) => void, onAlive: (isAlive: boolean) => void, known: () => Promise<ReadonlyMap<Scope, number>> }

/** `ended`: it spoke, and was closed; `dead`: nothing came of it, or no more; `refused`: the server has said no. */
type StreamEnd = 'ended' | 'dead' | 'refused'

/**
 * Listens to the server's hints for one reader until `signal` ends it, in one tab of the device. A hint is no truth: it says when to pull. Where a
 * stream is held back or dies, long polls take its place for a while; where neither lives, `onAlive(false)` asks for pulling at intervals.
 */
export const listenForHints = (parts: Pick<SyncParts, 'transport'>, reader: Reader, listener: HintListener, signal: AbortSignal): Promise<void> =>
  runInOneTab(`servus-hints-${reader.id}`, signal, async () => {
    let failures = 0
    while (!signal.aborted) {
      const end = await listenOnce(parts, reader, listener, signal)
      listener.onAlive(false)
      let wasHeard = end === 'ended'
      if (end === 'dead') {
        wasHeard = await waitForHints(parts, reader, listener, signal)
        if (wasHeard) listener.onAlive(false)
      }
      failures = wasHeard ? 0 : failures + 1
      await pause(shortestPauseMs + Math.random() * Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 10)), signal)
    }
  })

/** One stream, to its end. */
async function listenOnce({ transport }: Pick<SyncParts, 'transport'>, reader: Reader, { onHint, onAlive }: HintListener, signal: AbortSignal): Promise<StreamEnd> {
  const silence = new AbortController()
  const stop = () => silence.abort()
  signal.addEventListener('abort', stop, { once: true })
  let timer = setTimeout(stop, silenceMs)
  let wasAlive = false
  try {
    const answer = await openAs(transport, reader, { method: 'GET', path: '/api/sync/events' }, silence.signal)
    if (!answer.ok) return answer.refusal.kind === 'offline' ? 'dead' : 'refused'
    if (!answer.value.body) return 'dead'
    for await (const data of readEventStream(answer.value.body)) {
      clearTimeout(timer)
      timer = setTimeout(stop, silenceMs)
      wasAlive = true
      onAlive(true)
      if (data !== undefined) onHint(JSON.parse(data) as Hint)
    }
    return wasAlive && !silence.signal.aborted ? 'ended' : 'dead'
  } catch {
    return wasAlive && !silence.signal.aborted ? 'ended' : 'dead'
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
