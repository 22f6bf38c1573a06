import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { DeskItem, DeskList, DeskView } from '#protocol/desk.ts'
import { useDeskApi, type Failure } from '../shell/desk-api.ts'
import { useHint } from '../shell/hints.ts'

export type QueueQuery = { view: DeskView, search: string }

/** Hints come in swarms: one look serves them all. */
const gatherMs = 200

/** One view of the queue, kept fresh by hints; as many pages as were opened. */
export function useQueue(query: () => QueueQuery) {
  const api = useDeskApi()
  const list = shallowRef<Pick<DeskList, 'items' | 'next' | 'counts'>>()
  const failure = shallowRef<Failure>()
  const isLoading = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Reads from the top until `wanted` items are there; a newer call makes an older one forget its answer. */
  async function read(wanted: number) {
    const mine = ++turn
    isLoading.value = true
    let items: DeskItem[] = []
    let after: string | undefined
    do {
      const reply = await api.listRequests({ ...query(), ...(after === undefined ? {} : { after }) })
      if (mine !== turn) return
      failure.value = reply.ok ? undefined : reply.refusal
      if (!reply.ok) break
      items = [...items, ...reply.value.items]
      after = reply.value.next
      if (items.length >= wanted || after === undefined) list.value = { ...reply.value, items: withoutDoubles(items) }
    } while (after !== undefined && items.length < wanted)
    isLoading.value = false
  }

  const refresh = () => read(list.value?.items.length ?? 0)
  const loadMore = () => read((list.value?.items.length ?? 0) + 1)

  watch(query, (now, before) => {
    if (before && now.view !== before.view) list.value = list.value && { items: [], counts: list.value.counts }
    void read(0)
  }, { immediate: true })
  useHint(() => {
    clearTimeout(timer)
    timer = setTimeout(refresh, gatherMs)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn++
  })

  return {
    items: computed(() => list.value?.items), counts: computed(() => list.value?.counts), hasMore: computed(() => list.value?.next !== undefined),
    failure, isLoading, refresh, loadMore,
  }
}

/** A request that changes between two pages may stand on both. */
const withoutDoubles = (items: DeskItem[]) => [...new Map(items.map(item => [`${item.account}/${item.request.id}`, item])).values()]
