import type { WorkerMessage } from '#protocol/worker-messages.ts'
import { loadEngine } from './load-engine.ts'

declare const self: ServiceWorkerGlobalScope

/** A page that is being left hands over what it has not sent; works in every browser, for as long as it lets the worker live. */
export function sendWhenAsked() {
  self.addEventListener('message', event => {
    if ((event.data as Partial<WorkerMessage> | undefined)?.type === 'FLUSH') event.waitUntil(loadEngine().then(engine => engine.syncFromWorker()))
  })
}
