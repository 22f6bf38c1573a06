import type { Config } from '../config.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a changing call comes from our own pages, or from no page at all. Browsers that say where a call comes from
 * (Fetch Metadata) are believed; of the others the Origin must be ours.
 */
export function isFromOurPages(request: Request, config: Config): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin')
  return origin === null || isOurOrigin(origin, config)
}

/** On this very machine the names of loopback are one. */
function isOurOrigin(origin: string, config: Config): boolean {
  const ours = new URL(config.url)
  if (origin === ours.origin) return true
  if (!loopbackNames.has(ours.hostname) || !URL.canParse(origin)) return false
  const theirs = new URL(origin)
  return theirs.protocol === ours.protocol && theirs.port === ours.port && loopbackNames.has(theirs.hostname)
}
