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

/** The databases are held open for the round alone: a worker that sleeps must not block an upgrade or a sign-out. */
async function round(): Promise<SyncOutcome> {
  try {
    const storage = await openStorage()
    const kept = await storage.device.settings.get('languages')
    return await runUnlessAskedAway({ storage, transport: createTransport(), now: Date.now, languages: () => (kept?.key === 'languages' ? kept.value : []) }, syncOnce)
  } finally {
    await closeStorage()
  }
}
