import { computed, onMounted, onScopeDispose, ref } from 'vue'
import { isOpenAt, nextOpening, openUntil } from '#domain/standard/working-calendar.ts'
import { now as readNow } from '#ui/now.ts'
import { useWords } from '#ui/use-words.ts'
import { useBusiness } from './use-business.ts'

/** "open until 18:00" or when we open again; known only on the device, since a rendered page may be an hour old. */
export function useOpening() {
  const { t, time, dayAndHour } = useWords()
  const business = useBusiness()
  const now = ref<number>()
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    now.value = readNow()
    timer = setInterval(() => { now.value = readNow() }, 60_000)
  })
  onScopeDispose(() => clearInterval(timer))
  return computed(() => {
    if (!business.value || now.value === undefined) return undefined
    if (isOpenAt(business.value, now.value)) {
      const until = openUntil(business.value, now.value)
      return until === undefined ? undefined : t('business.openUntil', { time: time(until) })
    }
    const next = nextOpening(business.value, now.value)
    return next === undefined ? undefined : t('business.opensAt', { time: dayAndHour(next) })
  })
}
