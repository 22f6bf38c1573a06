import { heartbeatMs, type Hint } from '#protocol/messages.ts'
import { openAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import { readEventStream } from './read-event-stream.ts'
import { runInOneTab } from './single-file.ts'
import type { SyncParts } from './sync-parts.ts'

/** So long without any sign, heartbeats included, and the line counts as dead. */
export const silenceMs = 2 * heartbeatMs + 5_000
const shortestPauseMs = 1_000
const longestPauseMs = 60_000

export type HintListener = { onHint: (hint: Hint) => void, onAlive: (isAlive: boolean) => void }

/**
 * Listens to the server's hints for one reader until `signal` ends it, in one tab of the device. A hint is no truth: it says when to pull. Where no
 * stream stays open, `onAlive(false)` asks for pulling at intervals.
 */
export const listenForHints = (parts: Pick<SyncParts, 'transport'>, reader: Reader, listener: HintListener, signal: AbortSignal): Promise<void> =>
  runInOneTab(`servus-hints-${reader.id}`, signal, async () => {
    let failures = 0
    while (!signal.aborted) {
      const wasAlive = await listenOnce(parts, reader, listener, signal)
      listener.onAlive(false)
      failures = wasAlive ? 0 : failures + 1
      await pause(shortestPauseMs + Math.random() * Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 10)), signal)
    }
  })

/** One stream, to its end. Whether it ever said anything. */
async function listenOnce({ transport }: Pick<SyncParts, 'transport'>, reader: Reader, { onHint, onAlive }: HintListener, signal: AbortSignal): Promise<boolean> {
  const silence = new AbortController()
  const stop = () => silence.abort()
  signal.addEventListener('abort', stop, { once: true })
  let timer = setTimeout(stop, silenceMs)
  let wasAlive = false
  try {
    const answer = await openAs(transport, reader, { method: 'GET', path: '/api/sync/events' }, silence.signal)
    if (!answer.ok || !answer.value.body) return false
    for await (const data of readEventStream(answer.value.body)) {
      clearTimeout(timer)
      timer = setTimeout(stop, silenceMs)
      wasAlive = true
      onAlive(true)
      if (data !== undefined) onHint(JSON.parse(data) as Hint)
    }
    return wasAlive
  } catch {
    return wasAlive
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

const pause = (ms: number, signal: AbortSignal) => new Promise<void>(resolve => {
  const end = () => {
    clearTimeout(timer)
    resolve()
  }
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', end)
    resolve()
  }, ms)
  signal.addEventListener('abort', end, { once: true })
})
