import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Actor } from '#domain/request/actor.ts'
import type { Staff } from '#protocol/session.ts'
import type { DeskApi, Failure } from '../shell/desk-api.ts'

export type Session =
  | { kind: 'unknown' }
  | { kind: 'unreachable', failure: Failure }
  /** `expired`: the session ended by itself while `staff` were at work; what they were doing is kept. */
  | { kind: 'signedOut' }
  | { kind: 'expired', staff: Staff }
  | { kind: 'signedIn', staff: Staff }

/** Who sits at the desk. */
export const useSessionStore = defineStore('session', () => {
  const session = shallowRef<Session>({ kind: 'unknown' })
  let api: DeskApi | undefined

  function connect(to: DeskApi) {
    api = to
  }

  /** Asks the server who is signed in. A server out of reach ends nobody's session. */
  async function check() {
    const reply = await api!.readSession()
    if (!reply.ok) {
      if (session.value.kind === 'unknown' || session.value.kind === 'unreachable') session.value = { kind: 'unreachable', failure: reply.refusal }
    } else if (!reply.value.staff) expire()
    else begin(reply.value.staff)
  }

  function begin(staff: Staff) {
    if (session.value.kind === 'signedIn' && session.value.staff.id === staff.id) return
    session.value = { kind: 'signedIn', staff }
  }

  /** The server knows nobody here any more. */
  function expire() {
    if (session.value.kind === 'expired') return
    session.value = session.value.kind === 'signedIn' ? { kind: 'expired', staff: session.value.staff } : { kind: 'signedOut' }
  }

  function end() {
    session.value = { kind: 'signedOut' }
  }

  return { session, connect, check, begin, expire, end }
})

/** The person at the desk; only below the sign-in. */
export function useStaff(): Staff {
  const { session } = useSessionStore()
  if (session.kind !== 'signedIn') throw new Error('nobody is signed in')
  return session.staff
}

export const actorOf = ({ id, name, roles }: Staff): Actor => ({ kind: 'staff', id, name, roles })
