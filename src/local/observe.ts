import { openStorage } from './storage.ts'

/**
 * Runs a query of this folder now and again whenever what it read has changed, in this tab, another one or the worker (Dexie's liveQuery).
 * Returns the function that ends it. The query must wait for nothing but such reads.
 */
export function observe<Value>(query: () => Promise<Value>, show: (value: Value) => void, fail: (failure: unknown) => void): () => void {
  let isOver = false
  let stop = () => {}
  openStorage().then(storage => {
    if (isOver) return
    const running = storage.liveQuery(async () => query()).subscribe(value => show(value), failure => fail(failure))
    stop = () => running.unsubscribe()
  }).catch(fail)
  return () => {
    isOver = true
    stop()
  }
}
