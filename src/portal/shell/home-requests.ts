import { onMounted, shallowRef, watch } from 'vue'
import { readFirstPaint } from '#local/first-paint.ts'
import { useWords } from '#ui/use-words.ts'
import type { ListedRequest } from '../requests/request-queries.ts'
import { usePageData } from './page-data.ts'
import { useLive, type Live } from './use-live.ts'
import { useWordsSource } from './words-source.ts'

/** What the home page shows of this device's requests: at once as they were shown last, then, when the page is quiet, as they stand. */
export function useHomeRequests(): Live<readonly ListedRequest[]> {
  const { language } = useWords()
  const source = useWordsSource()
  const isRendered = usePageData() !== undefined
  const shown = shallowRef<readonly ListedRequest[]>()
  let newest: readonly ListedRequest[] = []
  let words: Promise<void> | undefined

  /** A page from the server came without the words of requests. */
  const loadWords = async () => { if (isRendered) await source.switchTo(language.value) }
  async function show(requests: readonly ListedRequest[]) {
    newest = requests
    if (requests.length > 0) await (words ??= loadWords())
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
