import { createHandlerBoundToURL } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/** Addresses that are not the clients' app. Never from a cache: the API, the desk, what machines read. */
const notOurs = [/^\/api\//, /^\/desk(\/|$)/, /^\/embed/, /^\/[^/]+\.[a-z]+$/, /^\/(healthz|readyz|metrics)$/]

/** Every page of the portal opens from the kept shell, with or without a network. */
export function answerNavigations() {
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/shell.html'), { denylist: notOurs }))
}
