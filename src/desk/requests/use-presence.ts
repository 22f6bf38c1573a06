import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { DeskPresence } from '#protocol/desk.ts'
import { useDeskApi } from '../shell/desk-api.ts'
import { useHint } from '../shell/hints.ts'

const everyMs = 20_000

/** Says that this request is open here, as long as it is and somebody looks; tells who else has it open. */
export function usePresence(requestId: string, account: string): { others: ShallowRef<DeskPresence['others']> } {
  const api = useDeskApi()
  const others = shallowRef<DeskPresence['others']>([])
  let isOver = false

  async function say(isOpen: boolean) {
    const reply = await api.notePresence({ account, requestId, isOpen })
    if (reply.ok && !isOver) others.value = reply.value.others
  }
  const sayAsSeen = () => void say(document.visibilityState !== 'hidden')
  const timer = setInterval(() => { if (document.visibilityState !== 'hidden') void say(true) }, everyMs)
  // A hint about this request may be about who looks at it; one's own comes back once and changes nothing.
  useHint(told => { if (told !== 'all' && told.requestId === requestId && document.visibilityState !== 'hidden') void say(true) })
  document.addEventListener('visibilitychange', sayAsSeen)
  sayAsSeen()
  onScopeDispose(() => {
    isOver = true
    clearInterval(timer)
    document.removeEventListener('visibilitychange', sayAsSeen)
    void say(false)
  })
  return { others }
}
