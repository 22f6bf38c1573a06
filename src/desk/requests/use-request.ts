import { onScopeDispose, ref, shallowRef } from 'vue'
import type { DeskRequest } from '#protocol/desk.ts'
import { useDeskApi, type Failure } from '../shell/desk-api.ts'
import { useHint } from '../shell/hints.ts'

/** One request with everything in it, kept fresh by hints. */
export function useRequest(id: string, account: string | undefined) {
  const api = useDeskApi()
  const found = shallowRef<DeskRequest>()
  const failure = shallowRef<Failure>()
  const isLoading = ref(false)
  let turn = 0

  async function load() {
    const mine = ++turn
    isLoading.value = true
    const reply = await api.readRequest(id, account)
    if (mine !== turn) return
    isLoading.value = false
    failure.value = reply.ok ? undefined : reply.refusal
    if (reply.ok) found.value = reply.value
  }

  useHint(told => { if (told === 'all' || told.requestId === id) void load() })
  onScopeDispose(() => { turn++ })
  void load()
  return { found, failure, isLoading, load }
}
