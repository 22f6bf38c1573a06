import { inject, readonly, ref, type InjectionKey, type Ref } from 'vue'

const tickMs = 20_000

/** The server's time, as promises are kept by it and not by this machine's clock. Moves on by itself. */
export type ServerClock = { now: Readonly<Ref<number>>, set: (serverNow: number) => void }

export function createServerClock(read: () => number = Date.now): ServerClock {
  let aheadMs = 0
  const now = ref(read())
  setInterval(() => { now.value = read() + aheadMs }, tickMs)
  return {
    now: readonly(now),
    set(serverNow) {
      aheadMs = serverNow - read()
      now.value = serverNow
    },
  }
}

export const serverClockKey: InjectionKey<ServerClock> = Symbol('server clock')

export function useServerNow(): Readonly<Ref<number>> {
  const clock = inject(serverClockKey)
  if (!clock) throw new Error('no server clock provided')
  return clock.now
}
