import type { Millis } from '#domain/ids.ts'
import type { Failure } from './transport.ts'

/**
 * How it stands between this device and the server. `paused`: somebody has to sign in before their work can go out;
 * `updateNeeded`: the server wants a newer app, what was written is kept. `lastSyncedAt`: when all was last fetched.
 */
export type SyncStatus = { lastSyncedAt?: Millis } & (
  | { kind: 'idle' }
  | { kind: 'running', startedAt: Millis }
  | { kind: 'waiting', retryAt: Millis, failure: Failure }
  | { kind: 'paused', because: 'notSignedIn' }
  | { kind: 'updateNeeded' }
)

type Step = SyncStatus extends infer Status ? Status extends SyncStatus ? Omit<Status, 'lastSyncedAt'> : never : never

let status: SyncStatus = { kind: 'idle' }
const listeners = new Set<(status: SyncStatus) => void>()

/** How it stands now. */
export const syncStatus = (): SyncStatus => status

/** Tells every change of the status; returns the function that ends it. */
export function onSyncStatus(listener: (status: SyncStatus) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Must be called by the synchronisation alone. The time of the last success stays until a newer one is given. */
export function setSyncStatus(step: Step, lastSyncedAt = status.lastSyncedAt) {
  status = { ...step, ...(lastSyncedAt === undefined ? {} : { lastSyncedAt }) }
  for (const listener of listeners) listener(status)
}
