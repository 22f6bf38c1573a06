import { runUnlessAskedAway } from './stay-away.ts'
import { closeStorage, openStorage } from './storage.ts'
import { syncOnce, type SyncOutcome } from './sync-once.ts'
import { createTransport } from './transport.ts'

let running: Promise<SyncOutcome> | undefined

/**
 * One round of synchronisation from the service worker, by the very module that pages use; harmless beside them. Several reasons at once
 * share a round. Credentials are the device's: a guest's secret from its database, a member's cookie from the browser.
 */
export function syncFromWorker(): Promise<SyncOutcome> {
  running ??= round().finally(() => { running = undefined })
  return running
}

/** A browser ends a worker that takes longer than a few minutes; one that a database does not answer must let go of it before. */
export const workerLimitMs = 2 * 60_000

/** The databases are held open for the round alone: a worker that sleeps must not block an upgrade or a sign-out. */
async function round(): Promise<SyncOutcome> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<SyncOutcome>(resolve => {
    timer = setTimeout(() => resolve({ kind: 'waiting', failure: { kind: 'busy', status: 0 } }), workerLimitMs)
  })
  try {
    return await Promise.race([late, syncAll()])
  } finally {
    clearTimeout(timer)
    await Promise.race([late, closeStorage()])
  }
}

async function syncAll(): Promise<SyncOutcome> {
  const storage = await openStorage()
  const kept = await storage.device.settings.get('languages')
  return runUnlessAskedAway({ storage, transport: createTransport(), now: Date.now, languages: () => (kept?.key === 'languages' ? kept.value : []) }, syncOnce)
}
