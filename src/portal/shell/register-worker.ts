import { shallowRef } from 'vue'
import { Workbox } from 'workbox-window'

const hourMs = 60 * 60 * 1000
const reloadAfterMs = 4_000

/** The worker that waits to take over, if there is one; `useIt` reloads the page into the new version. */
export const waitingVersion = shallowRef<{ useIt: () => void }>()

type UrlPolicy = { createScriptURL: (url: string) => string }
type PolicyFactory = { createPolicy: (name: string, rules: UrlPolicy) => UrlPolicy }

/** The one script address that may be registered; everything else is a bug. */
function trustedWorkerUrl(url: string): string {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes
  if (!factory) return url
  return factory.createPolicy('servus-url', {
    createScriptURL(candidate) {
      if (candidate !== '/sw.js') throw new TypeError('not our worker')
      return candidate
    },
  }).createScriptURL(url)
}

/** Registers the service worker and offers an update by consent; checks on start, on return and hourly. */
export async function registerWorker() {
  if (!('serviceWorker' in navigator)) return
  const workbox = new Workbox(trustedWorkerUrl('/sw.js'))
  workbox.addEventListener('waiting', () => {
    waitingVersion.value = { useIt: () => { useNewVersion(workbox) } }
  })
  const registration = await workbox.register()
  if (!registration) return
  const check = () => { registration.update().catch(() => {}) }
  setInterval(check, hourMs)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') check() })
}

function useNewVersion(workbox: Workbox) {
  let isReloading = false
  const reload = () => {
    if (isReloading) return
    isReloading = true
    location.reload()
  }
  navigator.serviceWorker.addEventListener('controllerchange', reload)
  // iOS does not fire `controllerchange` reliably: we reload on our own after a while.
  setTimeout(reload, reloadAfterMs)
  workbox.messageSkipWaiting()
}
