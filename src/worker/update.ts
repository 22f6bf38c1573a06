import type { WorkerMessage } from '#protocol/worker-messages.ts'

declare const self: ServiceWorkerGlobalScope

/** A new version waits until the person agrees; only the very first one takes the open page at once. */
export function takeOverByConsent() {
  self.addEventListener('message', event => {
    if ((event.data as Partial<WorkerMessage> | undefined)?.type === 'SKIP_WAITING') void self.skipWaiting()
  })
  self.addEventListener('activate', event => { event.waitUntil(self.clients.claim()) })
}
