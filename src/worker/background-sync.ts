import { sendTag } from '#protocol/worker-messages.ts'
import { loadEngine } from './load-engine.ts'

/** Background Sync, which the standard library of types does not know: Chromium alone has it. */
type SyncEvent = ExtendableEvent & { tag: string }

declare const self: ServiceWorkerGlobalScope

/** Sends what waits when the browser finds a network, also after the last page was closed. Must fail where another try is wanted. */
export function sendInBackground() {
  self.addEventListener('sync', event => {
    const sync = event as SyncEvent
    if (sync.tag === sendTag) sync.waitUntil(send())
  })
}

async function send() {
  const outcome = await (await loadEngine()).syncFromWorker()
  if (outcome.kind === 'waiting') throw new Error(`not sent yet: ${outcome.failure.kind}`)
}
