import { onMounted, shallowRef, watch } from 'vue'
import { readFirstPaint } from '#local/first-paint.ts'
import type { ListedRequest } from '../requests/request-queries.ts'
import { useLive, type Live } from './use-live.ts'
import { useWordsSource } from './words-source.ts'

/** What the home page shows of this device's requests: at once as they were shown last, then, when the page is quiet, as they stand. */
export function useHomeRequests(): Live<readonly ListedRequest[]> {
  const { loadAll } = useWordsSource()
  const shown = shallowRef<readonly ListedRequest[]>()
  let newest: readonly ListedRequest[] = []

  async function show(requests: readonly ListedRequest[]) {
    newest = requests
    if (requests.length > 0) await loadAll()
    shown.value = newest
  }

  const live = useLive<typeof import('#local/requests.ts'), readonly ListedRequest[]>(
    () => import('#local/requests.ts'), local => local.projectedRequests(), { first: [] },
  )
  watch(live, requests => { if (requests) void show(requests) })
  onMounted(async () => {
    const kept = await readFirstPaint('home')
    if (shown.value === undefined && newest.length === 0) await show(kept?.requests ?? [])
  })
  return shown
}
