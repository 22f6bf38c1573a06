/** Why the device should talk to the server now. */
export type WakeReason = 'write' | 'start' | 'online' | 'resume' | 'hint' | 'asked' | 'seen'

const listeners = new Set<(reason: WakeReason) => void>()

/** Says that there is something to send or to fetch. Costs nothing where nobody listens. */
export function wake(reason: WakeReason) {
  for (const listener of listeners) listener(reason)
}

/** Listens for reasons to synchronise; returns the function that ends it. */
export function onWake(listener: (reason: WakeReason) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
