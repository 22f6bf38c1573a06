import type { Router } from 'vue-router'

const storageKey = 'servus-reloaded-at'
const onceInMs = 60_000

/**
 * A page of an old version asks for a part that the server no longer has: one reload, to where the person was going,
 * brings the new version. Not without a network, which would cost the page, and not again where it did not help.
 */
export function reloadOnceWhenPartIsGone() {
  let goal: string | undefined
  window.addEventListener('vite:preloadError', () => { void reloadOnce(() => goal) })
  return {
    follow(router: Router) {
      router.beforeEach(to => { goal = router.resolve(to.fullPath).href })
    },
  }
}

async function reloadOnce(goal: () => string | undefined) {
  if (!await isServerThere() || !mayReload()) return
  const target = goal()
  if (target === undefined || target === location.pathname + location.search + location.hash) location.reload()
  else location.assign(target)
}

const isServerThere = () => fetch('/healthz', { cache: 'no-store', credentials: 'omit' }).then(answer => answer.ok, () => false)

/** Says yes once in a while; never where that cannot be remembered. */
function mayReload(): boolean {
  try {
    const before = Number(sessionStorage.getItem(storageKey) ?? 0)
    if (Date.now() - before < onceInMs) return false
    sessionStorage.setItem(storageKey, String(Date.now()))
    return true
  } catch {
    return false
  }
}
