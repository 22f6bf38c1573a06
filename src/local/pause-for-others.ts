/** No task of ours holds the screen up for longer. */
export const longestTaskMs = 12

/** Lets the browser paint and take input before we go on. */
export const pauseForOthers = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

/** Pauses whenever the work since the last pause has taken long enough. */
export function createBreather(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now()
  return async () => {
    if (now() - since < longestTaskMs) return
    await pauseForOthers()
    since = now()
  }
}
