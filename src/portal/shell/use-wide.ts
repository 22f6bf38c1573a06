import { onMounted, onScopeDispose, ref, type Ref } from 'vue'

/** Whether the screen is at least `px` wide; follows it as it turns. */
export function useWide(px: number): Readonly<Ref<boolean>> {
  const isWide = ref(false)
  let stop = () => {}
  onMounted(() => {
    const query = window.matchMedia(`(min-width: ${px}px)`)
    const judge = () => { isWide.value = query.matches }
    judge()
    query.addEventListener('change', judge)
    stop = () => { query.removeEventListener('change', judge) }
  })
  onScopeDispose(() => { stop() })
  return isWide
}
