import type { SyncOutcome } from '#local/sync-once.ts'

export type Engine = { syncFromWorker: () => Promise<SyncOutcome> }
export type EngineScope = ServiceWorkerGlobalScope & { servusEngine?: Engine, trustedTypes?: { createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => string } } }

declare const self: EngineScope
/** Where the build has put the engine; its name changes with what is in it. */
declare const __WORKER_ENGINE__: string

/**
 * The synchronisation is ten times as large as the rest of the worker, which starts at every visit: it is evaluated only when there is something to
 * send. A browser gives an installed worker no script that it did not import while it was installed, so it is imported then; from that time on it is
 * at hand without a network as well (Service Workers, "importScripts(urls)").
 */
export function bringEngine() {
  self.addEventListener('install', event => { event.waitUntil(loadEngine()) })
}

export async function loadEngine(): Promise<Engine> {
  if (!self.servusEngine) importScripts(trusted(__WORKER_ENGINE__))
  if (!self.servusEngine) throw new Error('the engine is not what was imported')
  return self.servusEngine
}

let policy: { createScriptURL: (url: string) => string } | undefined

/** Our own policy demands a trusted address, where the browser knows of such. */
function trusted(address: string): string {
  policy ??= self.trustedTypes?.createPolicy('servus-url', { createScriptURL: url => url })
  return policy?.createScriptURL(address) ?? address
}
