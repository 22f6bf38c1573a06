/**
 * What may stand between the app and its databases. `replaced`: another tab wants a newer version, ours is closed for good and
 * the page must be loaded anew; `blocked`: an old tab does not let go, other tabs have to be closed; `lost`: the browser does not open
 * them; `emptied`: it has deleted what was kept here.
 */
export type StorageTrouble = 'replaced' | 'blocked' | 'lost' | 'emptied'

type Listener = (trouble: StorageTrouble | undefined) => void

const listeners = new Set<Listener>()
let last: StorageTrouble | undefined

/** Tells of trouble with storage and of its end, that before the call too; returns the function that ends listening. */
export function onStorageTrouble(listener: Listener): () => void {
  if (last) listener(last)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Must be called by whoever sees the databases alone. */
export function reportStorageTrouble(trouble: StorageTrouble) {
  tell(trouble)
}

/** Where this is what was told last. */
export function endStorageTrouble(trouble: StorageTrouble) {
  if (last === trouble) tell(undefined)
}

function tell(trouble: StorageTrouble | undefined) {
  last = trouble
  for (const listener of listeners) listener(trouble)
}
