import type { App } from 'vue'
import { useSyncStore } from '../outbox/sync-store.ts'
import { useSessionStore } from '../session/session-store.ts'
import { registerWorker } from './register-worker.ts'

/** Starts sync and service worker once the first screen stands. */
export function startPortal(_app: App) {
  void useSessionStore().start()
  void useSyncStore().start()
  if (import.meta.env.PROD) void registerWorker()
}
