import type { Language } from '#domain/language.ts'
import type { DeviceStorage } from './device-storage.ts'
import { createHintLines } from './hint-lines.ts'
import { createSchedule, type RunOutcome } from './schedule.ts'
import { serverNow } from './server-clock.ts'
import { finishForgetting } from './sign-out.ts'
import { runUnlessAskedAway } from './stay-away.ts'
import { openStorage } from './storage.ts'
import { syncOnce, type SyncOutcome } from './sync-once.ts'
import type { SyncParts } from './sync-parts.ts'
import { setSyncStatus } from './sync-status.ts'
import { createTransport, type Failure, type Transport } from './transport.ts'
import { trimJournal } from './trim-journal.ts'
import { listenToPage, type Page } from './triggers.ts'
import { onWake, wake, type WakeReason } from './wake.ts'

/** `languages`: whose texts are kept on the device, the one in use first. */
export type SyncOptions = { page: Page, languages: () => readonly Language[], transport?: Transport, now?: () => number }

const quietPeriodMs = 5 * 60_000
/** Where hints do not come through. */
const watchfulPeriodMs = 45_000

/**
 * Keeps this page and the server in step until the returned function is called: at once, on every write, when the line or the page comes back, on
 * hints, and from time to time while the page is visible. To be started when the page is idle.
 */
export function startSync({ page, languages, transport = createTransport(), now = Date.now }: SyncOptions): () => void {
  const ending = new AbortController()
  openStorage().then(storage => {
    if (!ending.signal.aborted) run({ storage, transport, now, languages }, page, ending.signal)
  }).catch(() => setSyncStatus({ kind: 'idle' }))
  return () => ending.abort()
}

function run(parts: SyncParts, page: Page, signal: AbortSignal) {
  const lines = createHintLines(parts, signal)
  let lastFailure: Failure | undefined
  const schedule = createSchedule({
    now: parts.now,
    periodMs: () => (page.document.visibilityState === 'hidden' ? undefined : lines.areAlive() ? quietPeriodMs : watchfulPeriodMs),
    async run() {
      setSyncStatus({ kind: 'running', startedAt: parts.now() })
      const outcome = await runUnlessAskedAway(parts, syncOnce).catch((failure: unknown) => {
        setSyncStatus({ kind: 'waiting', retryAt: parts.now(), failure: { kind: 'busy', status: 0 } })
        throw failure
      })
      await lines.follow()
      return settle(parts, outcome)
    },
    onWaiting: retryAt => {
      if (lastFailure) setSyncStatus({ kind: 'waiting', retryAt, failure: lastFailure })
    },
  })

  async function settle({ storage }: SyncParts, outcome: SyncOutcome): Promise<RunOutcome> {
    lastFailure = outcome.kind === 'waiting' ? outcome.failure : undefined
    switch (outcome.kind) {
      case 'waiting': return { kind: 'retry', ...(outcome.failure.kind === 'busy' && outcome.failure.retryAfterMs !== undefined ? { afterMs: outcome.failure.retryAfterMs } : {}) }
      case 'updateNeeded': setSyncStatus({ kind: 'updateNeeded' }); return { kind: 'rest' }
      case 'paused': setSyncStatus({ kind: 'paused', because: 'notSignedIn' }); return { kind: 'rest' }
      case 'done': {
        const at = serverNow()
        await storage.device.settings.put({ key: 'lastSyncedAt', value: at })
        setSyncStatus(await isSomebodyShutOut(storage) ? { kind: 'paused', because: 'notSignedIn' } : { kind: 'idle' }, at)
        return { kind: 'done' }
      }
      default: return outcome satisfies never
    }
  }

  const stopWaking = onWake(reason => schedule.wake(delayOf(reason)))
  const stopPage = listenToPage(page)
  signal.addEventListener('abort', () => {
    stopWaking()
    stopPage()
    schedule.stop()
  })
  prepare(parts).catch(() => {}).finally(() => wake('start'))
}

async function prepare({ storage, now, languages }: SyncParts) {
  const last = await storage.device.settings.get('lastSyncedAt')
  if (last?.key === 'lastSyncedAt') setSyncStatus({ kind: 'idle' }, last.value)
  await storage.device.settings.put({ key: 'languages', value: languages() })
  await finishForgetting(storage)
  await trimJournal(storage, now())
}

const isSomebodyShutOut = async ({ device }: DeviceStorage) =>
  await device.readers.filter(reader => reader.isSessionOver === true).count() > 0

function delayOf(reason: WakeReason): number {
  switch (reason) {
    // Safari fires `online` before names can be looked up; and not all phones of a street may come back in one moment.
    case 'online': return 800 + Math.random() * 1_500
    case 'hint': return Math.random() * 300
    // Nobody waits for it: several looks go together.
    case 'seen': return 5_000
    case 'write': case 'start': case 'resume': case 'asked': return 0
    default: return reason satisfies never
  }
}
