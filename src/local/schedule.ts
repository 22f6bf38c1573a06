import type { Millis } from '#domain/ids.ts'
import { longestRetryAfterMs } from './retry-after.ts'

/** What a run came to: `done`, or `retry` not before a time the server has asked for, or `rest` until somebody wakes us. */
export type RunOutcome = { kind: 'done' } | { kind: 'retry', afterMs?: number } | { kind: 'rest' }

export type Schedule = {
  /** Runs after `delayMs`, at once by default; during a run, right after it. Never earlier than the server allows. */
  wake: (delayMs?: number) => void
  stop: () => void
}

type Options = {
  run: () => Promise<RunOutcome>
  /** How long after a good run the next one comes by itself; undefined: only when woken. */
  periodMs: () => number | undefined
  /** Told when the next try comes after a failure. */
  onWaiting?: (retryAt: Millis) => void
  now?: () => Millis
  random?: () => number
}

const firstStepMs = 1_000
/** However long the trouble lasts, a try a minute. */
export const longestStepMs = 60_000
/** Added to what a server asks for, so that not all come back in one moment. */
const spreadMs = 5_000

/** One timer, one run at a time: tries again for ever, with full jitter (a random time up to a doubling limit) between the tries. */
export function createSchedule({ run, periodMs, onWaiting = () => {}, now = Date.now, random = Math.random }: Options): Schedule {
  let timer: { handle: ReturnType<typeof setTimeout>, at: Millis } | undefined
  let isRunning = false
  let isWokenMeanwhile = false
  let isOver = false
  let failures = 0
  let notBefore = 0

  function plan(at: Millis) {
    // A clock that was set back makes of a short time a long one; so much was never asked for.
    if (notBefore - now() > longestRetryAfterMs + spreadMs) notBefore = 0
    const due = Math.max(at, notBefore)
    // One that is overdue slept with the page, and may sleep on.
    if (isOver || (timer && timer.at <= due && timer.at > now())) return
    clearTimeout(timer?.handle)
    timer = { handle: setTimeout(runNow, Math.max(0, due - now())), at: due }
  }

  async function runNow() {
    timer = undefined
    isRunning = true
    isWokenMeanwhile = false
    const outcome = await run().catch((): RunOutcome => ({ kind: 'retry' }))
    isRunning = false
    next(outcome)
    if (isWokenMeanwhile) plan(now())
  }

  function next(outcome: RunOutcome) {
    switch (outcome.kind) {
      case 'retry': {
        failures++
        const jitter = random() * Math.min(longestStepMs, firstStepMs * 2 ** Math.min(failures, 10))
        if (outcome.afterMs !== undefined) notBefore = now() + outcome.afterMs + random() * spreadMs
        const retryAt = Math.max(now() + jitter, notBefore)
        onWaiting(retryAt)
        return plan(retryAt)
      }
      case 'done': case 'rest': {
        failures = 0
        const period = outcome.kind === 'done' ? periodMs() : undefined
        return period === undefined ? undefined : plan(now() + period * (0.8 + 0.4 * random()))
      }
      default: return outcome satisfies never
    }
  }

  return {
    wake(delayMs = 0) {
      if (isRunning) isWokenMeanwhile = true
      else plan(now() + delayMs)
    },
    stop() {
      isOver = true
      clearTimeout(timer?.handle)
    },
  }
}
