import { onMounted, shallowRef, watch } from 'vue'
import { readFirstPaint } from '#local/first-paint.ts'
import type { ListedRequest } from '../requests/request-queries.ts'
import { useLive, type Live } from './use-live.ts'

/** What the home page shows of this device's requests: at once as they were shown last, then, when the page is quiet, as they stand. */
export function useHomeRequests(): Live<readonly ListedRequest[]> {
  const shown = shallowRef<readonly ListedRequest[]>()
  const live = useLive<typeof import('#local/requests.ts'), readonly ListedRequest[]>(
    () => import('#local/requests.ts'), local => local.projectedRequests(), { first: [] },
  )
  watch(live, requests => { shown.value = requests })
  onMounted(async () => {
    const kept = await readFirstPaint('home')
    shown.value ??= kept?.requests ?? []
  })
  return shown
}
