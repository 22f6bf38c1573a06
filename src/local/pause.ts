/** Waits, unless `signal` ends it before. */
export const pause = (ms: number, signal: AbortSignal) => new Promise<void>(resolve => {
  const end = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    resolve()
  }
  const timer = setTimeout(end, ms)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
})
