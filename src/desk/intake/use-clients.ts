import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { DeskClient } from '#protocol/desk.ts'
import { useDeskApi } from '../shell/desk-api.ts'

const pauseMs = 200

/** Clients whom the search may mean, while it is typed. Where the server is out of reach there are none: the request is taken in all the same. */
export function useClients(search: () => string | undefined): { clients: ShallowRef<readonly DeskClient[]> } {
  const api = useDeskApi()
  const clients = shallowRef<readonly DeskClient[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function find(text: string) {
    const mine = ++turn
    const reply = await api.findClients(text)
    if (mine === turn) clients.value = reply.ok ? reply.value.clients : []
  }
  watch(search, text => {
    clearTimeout(timer)
    if (text !== undefined) timer = setTimeout(() => void find(text), pauseMs)
    else {
      turn++
      clients.value = []
    }
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn++
  })
  return { clients }
}
