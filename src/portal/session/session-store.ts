import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Reader } from '#local/device.ts'

/**
 * Who uses this device. `unknown` until it has been read; a guest may not have written anything yet (no `reader`);
 * `endedFor`: a person whose session ended and who has to sign in again.
 */
export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'guest', reader?: string, endedFor?: { reader: string, name: string, email: string } }
  | { kind: 'member', reader: string, name: string, email: string }

export const useSessionStore = defineStore('session', () => {
  const state = shallowRef<SessionState>({ kind: 'unknown' })
  let stop: (() => void) | undefined

  /** Follows the device, in this tab and others. Safe to call again. */
  async function start() {
    if (stop) return
    stop = () => {}
    const [{ observe }, { currentReader, readersToSignIn }, { finishLeaving }] = await Promise.all([
      import('#local/observe.ts'), import('#local/device.ts'), import('./leave-device.ts'),
    ])
    void finishLeaving()
    stop = observe(
      async () => stateOf(await currentReader(), await readersToSignIn()),
      found => { state.value = found },
      failure => {
        // Without storage everybody is a guest for as long as the page stands.
        state.value = { kind: 'guest' }
        reportError(failure)
      },
    )
  }

  return { state, start }
})

function stateOf(current: Reader | undefined, over: readonly Reader[]): SessionState {
  if (current?.kind === 'member') return { kind: 'member', reader: current.id, name: current.name ?? '', email: current.email ?? '' }
  const ended = over[0]
  return {
    kind: 'guest',
    ...(current ? { reader: current.id } : {}),
    ...(ended ? { endedFor: { reader: ended.id, name: ended.name ?? '', email: ended.email ?? '' } } : {}),
  }
}
