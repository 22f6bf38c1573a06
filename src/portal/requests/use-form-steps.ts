import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { isStep, stepAfter, steps, type Step } from './new-request-steps.ts'

/** The form's pages live in the address, so that the browser's Back and a reload do what people expect. */
export function useFormSteps(asked: () => readonly Step[], isPossible: (step: Step) => boolean) {
  const route = useRoute()
  const router = useRouter()

  const step = computed<Step>(() => isStep(route.query.step) && isPossible(route.query.step) ? route.query.step : 'what')
  /** A page visited from "Check your answers" leads back there. */
  const isChange = computed(() => route.query.then === 'check' && step.value !== 'check')
  const place = computed(() => ({ step: asked().indexOf(step.value) + 1, steps: asked().length }))

  const addressOf = (to: Step, isForChange = false) => {
    const { step: _step, then: _then, text: _text, ...rest } = route.query
    return { path: route.path, query: { ...rest, step: to, ...(isForChange ? { then: 'check' } : {}) } }
  }
  const goTo = (to: Step) => router.push(addressOf(to))
  const replaceBy = (to: Step) => router.replace(addressOf(to))

  /** Whether the page before this one in the browser's history was another page of this form. */
  const cameFromForm = () => {
    const before: unknown = (window.history.state as { back?: unknown } | null)?.back
    return typeof before === 'string' && before.startsWith(route.path)
  }

  /** The page after this one; undefined where sending comes next. */
  const next = () => isChange.value ? 'check' : stepAfter(step.value, asked())

  async function goOn(to: Step) {
    if (isChange.value && cameFromForm()) router.back()
    else await goTo(to)
  }

  async function goBack(outside: string) {
    if (cameFromForm()) return router.back()
    const before = isChange.value ? 'check' : asked().findLast(other => steps.indexOf(other) < steps.indexOf(step.value))
    return before ? replaceBy(before) : router.push(outside)
  }

  return { step, isChange, place, addressOf, goTo, replaceBy, next, goOn, goBack }
}
