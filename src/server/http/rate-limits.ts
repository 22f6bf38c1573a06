import { Refusal } from './refusal.ts'
import { networkOf } from './client-address.ts'

/** How often one network may do something. `guests`: people who have confirmed an address are not counted. */
type Limit = { count: number, perMs: number, guestsOnly?: true }

const minuteMs = 60_000
/** Generous, as many phones may share one address. Codes are counted in the database as well, see sign-in-counters.ts. */
export const limits = {
  'admit-guest': { count: 300, perMs: 60 * minuteMs },
  'ask-code': { count: 40, perMs: 10 * minuteMs },
  'confirm-code': { count: 80, perMs: 10 * minuteMs },
  'guest-sync': { count: 600, perMs: minuteMs, guestsOnly: true },
  'guest-file': { count: 600, perMs: minuteMs, guestsOnly: true },
  'csp-report': { count: 60, perMs: minuteMs },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof limits

/** Which calls are limited, by method and path as declared. */
export const limitByRoute: Readonly<Record<string, LimitName>> = {
  'POST /api/session/code': 'ask-code',
  'POST /api/desk/session/code': 'ask-code',
  'POST /api/session': 'confirm-code',
  'POST /api/desk/session': 'confirm-code',
  'POST /api/sync/hello': 'guest-sync',
  'POST /api/sync/push': 'guest-sync',
  'PUT /api/files/:id': 'guest-file',
  'PATCH /api/files/:id': 'guest-file',
  'HEAD /api/files/:id': 'guest-file',
}

export const isForGuestsOnly = (name: LimitName) => (limits[name] as Limit).guestsOnly === true

type Window = { index: number, count: number, before: number }
const maxKeys = 50_000

export type RateLimits = {
  /** Counts one call; throws `too-many` with Retry-After where it is one too many. */
  take: (name: LimitName, address: string) => void
}

/**
 * A sliding window per network, approximated from two fixed ones: the last window counts for the share of it that is
 * still within reach. Kept per process.
 */
export function makeRateLimits(now: () => number): RateLimits {
  const windows = new Map<string, Window>()
  return {
    take(name, address) {
      const { count, perMs } = limits[name]
      const index = Math.floor(now() / perMs)
      const elapsed = now() / perMs - index
      const key = `${name} ${networkOf(address)}`
      const window = rolled(windows.get(key), index)
      if (window.count + window.before * (1 - elapsed) >= count) {
        throw new Refusal('too-many', { retryAfterSeconds: Math.max(1, Math.ceil((1 - elapsed) * perMs / 1000)) })
      }
      window.count++
      windows.delete(key)
      windows.set(key, window)
      if (windows.size > maxKeys) windows.delete(windows.keys().next().value!)
    },
  }
}

function rolled(window: Window | undefined, index: number): Window {
  if (!window || window.index < index - 1) return { index, count: 0, before: 0 }
  return window.index === index ? window : { index, count: 0, before: window.count }
}
