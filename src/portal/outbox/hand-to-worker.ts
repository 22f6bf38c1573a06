import { onWake } from '#local/wake.ts'
import { freshTag, sendTag, type WorkerMessage } from '#protocol/worker-messages.ts'

/** What Chromium adds to a registration; nothing here depends on it. */
type Registration = ServiceWorkerRegistration & {
  sync?: { register: (tag: string) => Promise<void> }
  periodicSync?: { register: (tag: string, options: { minInterval: number }) => Promise<void> }
}

const halfADayMs = 12 * 60 * 60 * 1000

/** Has the worker send what this page does not get to: after a write by the browser's Background Sync, and when the page is left. */
export function handToWorker(countWaiting: () => number) {
  if (!('serviceWorker' in navigator)) return
  onWake(reason => { if (reason === 'write') askForBackgroundSync().catch(() => {}) })
  window.addEventListener('pagehide', () => {
    if (countWaiting() > 0) navigator.serviceWorker.controller?.postMessage({ type: 'FLUSH' } satisfies WorkerMessage)
  })
  askForPeriodicSync().catch(() => {})
}

/** A browser may refuse, for one because the person switched it off. */
async function askForBackgroundSync() {
  const registration: Registration = await navigator.serviceWorker.ready
  await registration.sync?.register(sendTag)
}

async function askForPeriodicSync() {
  const registration: Registration = await navigator.serviceWorker.ready
  if (!registration.periodicSync) return
  const { state } = await navigator.permissions.query({ name: 'periodic-background-sync' as PermissionName })
  if (state === 'granted') await registration.periodicSync.register(freshTag, { minInterval: halfADayMs })
}
