import { onMounted, watch } from 'vue'
import { useWords } from '#ui/use-words.ts'
import { useBusiness } from '../business/use-business.ts'

/** Names the browser's tab after the page; a page from the server came with its own. */
export function useTitle(title: () => string | undefined) {
  const { pick } = useWords()
  const business = useBusiness()
  onMounted(() => {
    watch(() => [title(), business.value && pick(business.value.name)].filter(Boolean).join(' – '), words => {
      if (words) document.title = words
    }, { immediate: true })
  })
}
