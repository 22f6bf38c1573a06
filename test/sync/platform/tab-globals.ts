import { createHash } from 'node:crypto'

/** What a page or worker finds around it: its own clock, timers, randomness and locks. */
export type TabGlobals = {
  navigator: { locks?: object }
  crypto: { getRandomValues: <Part extends Uint8Array>(part: Part) => Part, randomUUID: () => string, subtle: { digest: (name: string, bytes: ArrayBuffer) => Promise<ArrayBuffer> } }
  setTimeout: (task: () => void, ms?: number) => number
  clearTimeout: (handle: number | undefined) => void
  Date: DateConstructor
  performance: { now: () => number }
}

const globalsByRealm = new Map<string, TabGlobals>()

/** The bundle of a tab's code begins by asking for these, see bundle.mjs. The names stand for whoever lives in the realm now. */
Object.assign(globalThis, {
  servusTab: (realm: string): TabGlobals => {
    const of = () => globalsByRealm.get(realm)!
    return {
      navigator: { get locks() { return of().navigator.locks! } },
      crypto: {
        getRandomValues: part => of().crypto.getRandomValues(part),
        randomUUID: () => of().crypto.randomUUID(),
        subtle: { digest: (name, bytes) => of().crypto.subtle.digest(name, bytes) },
      },
      setTimeout: (task, ms) => of().setTimeout(task, ms),
      clearTimeout: handle => of().clearTimeout(handle),
      Date: new Proxy(Date, {
        get: (date, key) => (key === 'now' ? () => of().Date.now() : Reflect.get(date, key) as unknown),
        construct: (date, parts) => (parts.length === 0 ? new date(of().Date.now()) : Reflect.construct(date, parts) as Date),
      }),
      performance: { now: () => of().performance.now() },
    }
  },
})

export const settleInRealm = (realm: string, globals: TabGlobals) => { globalsByRealm.set(realm, globals) }

/** SHA-256 without a thread of its own, which would finish whenever it likes. */
export const digestAtOnce = async (_name: string, bytes: ArrayBuffer): Promise<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(new Uint8Array(bytes)).digest()).buffer
