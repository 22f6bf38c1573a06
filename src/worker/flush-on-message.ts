import { syncFromWorker } from '#local/sync-from-worker.ts'
import type { WorkerMessage } from '#protocol/worker-messages.ts'

declare const self: ServiceWorkerGlobalScope

/** A page that is being left hands over what it has not sent; works in every browser, for as long as it lets the worker live. */
export function sendWhenAsked() {
  self.addEventListener('message', event => {
    if ((event.data as Partial<WorkerMessage> | undefined)?.type === 'FLUSH') event.waitUntil(syncFromWorker())
  })
}
