const patienceMs = 10_000

const locks = () => (typeof navigator === 'undefined' ? undefined : navigator.locks as LockManager | undefined)

/**
 * Runs one task of a name at a time in all tabs and the worker, where Web Locks exist. A lock that does not come free in time is not
 * waited for any longer: what runs here must be right without it.
 */
export async function runSingleFile<Value>(name: string, task: () => Promise<Value>): Promise<Value> {
  const manager = locks()
  if (!manager) return task()
  const impatience = new AbortController()
  const timer = setTimeout(() => impatience.abort(), patienceMs)
  let isOurs = false
  try {
    return await manager.request(name, { signal: impatience.signal }, () => {
      isOurs = true
      clearTimeout(timer)
      return task()
    }) as Value
  } catch (failure) {
    if (isOurs) throw failure
    return task()
  } finally {
    clearTimeout(timer)
  }
}

/** Runs the task in one tab only, for as long as `signal` lasts; where Web Locks are missing, in each. */
export async function runInOneTab(name: string, signal: AbortSignal, task: () => Promise<void>): Promise<void> {
  const manager = locks()
  if (!manager) return task()
  await manager.request(name, { signal }, task).catch((failure: unknown) => {
    if (!signal.aborted) throw failure
  })
}
