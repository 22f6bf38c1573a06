/**
 * What may stand between the app and its databases. `replaced`: another tab wants a newer version, ours is closed for good and
 * the page must be loaded anew; `blocked`: an old tab does not let go, other tabs have to be closed.
 */
export type StorageTrouble = 'replaced' | 'blocked'

const listeners = new Set<(trouble: StorageTrouble) => void>()

let last: StorageTrouble | undefined

/** Tells of trouble with storage, that before the call too; returns the function that ends listening. */
export function onStorageTrouble(listener: (trouble: StorageTrouble) => void): () => void {
  if (last) listener(last)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Must be called by the databases alone. */
export function reportStorageTrouble(trouble: StorageTrouble) {
  last = trouble
  for (const listener of listeners) listener(trouble)
}
