import { ref, watch, type Ref } from 'vue'
import { useWords } from '#ui/use-words.ts'

/** One hit of the search on the device. */
export type Hit = { kind: 'service' | 'article', id: string }

const pauseMs = 120

/** Services and articles that fit what is typed; nothing while nothing is typed. The search itself loads with the first letter. */
export function useFound(sought: Ref<string>) {
  const { language } = useWords()
  const found = ref<Hit[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  watch([sought, language], ([text]) => {
    clearTimeout(timer)
    const mine = ++turn
    if (text.trim() === '') {
      found.value = undefined
      return
    }
    timer = setTimeout(async () => {
      const { search } = await import('#local/search.ts')
      const hits = await search(language.value, text)
      if (mine === turn) found.value = hits
    }, pauseMs)
  })
  return found
}
