let quiet: Promise<void> | undefined

/** Resolves once the first screen stands and the browser has nothing better to do; the same promise for all who ask. */
export function whenQuiet(): Promise<void> {
  quiet ??= new Promise(resolve => {
    const idle = () => { ('requestIdleCallback' in window ? requestIdleCallback : (run: () => void) => setTimeout(run, 200))(() => { resolve() }) }
    if (document.readyState === 'complete') idle()
    else window.addEventListener('load', idle, { once: true })
  })
  return quiet
}
