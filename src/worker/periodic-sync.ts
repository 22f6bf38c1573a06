import { freshTag } from '#protocol/worker-messages.ts'
import { loadEngine } from './load-engine.ts'

type PeriodicSyncEvent = ExtendableEvent & { tag: string }

declare const self: ServiceWorkerGlobalScope

/** Fetches what is new now and then, where the browser permits it to an installed app. */
export function refreshNowAndThen() {
  self.addEventListener('periodicsync', event => {
    const sync = event as PeriodicSyncEvent
    if (sync.tag === freshTag) sync.waitUntil(loadEngine().then(engine => engine.syncFromWorker()))
  })
}
