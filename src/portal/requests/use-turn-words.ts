import type { NextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { now as readNow } from '#ui/now.ts'
import { useWords } from '#ui/use-words.ts'

type Standing = Pick<RequestRow, 'state' | 'appointment'>

/** Whose turn it is and by when, in one short line each. */
export function useTurnWords() {
  const { t, date, dayAndHour, dayAndHours: span, language } = useWords()

  function turn({ who, key }: NextStep, { state }: Standing): string {
    if (key === 'over') return t(`requests.states.${state}`)
    const step = t(`requests.steps.${key}`)
    if (who === 'nobody') return step.charAt(0).toLocaleUpperCase(language.value) + step.slice(1)
    return t(`requests.turnLine.${who}`, { step })
  }

  function when({ who, key, by }: NextStep, { appointment }: Standing, now = readNow()): string | undefined {
    if (by === undefined) return undefined
    if (key === 'underWarranty') return t('requests.until', { date: date(by) })
    if (key === 'begin' && appointment) return t('requests.visit', { time: span(appointment) })
    const at = { time: dayAndHour(by, now) }
    if (key === 'wait' && by >= now) return t('requests.expected', at)
    if (by >= now) return t('requests.byTime', at)
    return who === 'business' ? t('requests.late', at) : t('requests.ranOut', at)
  }

  return { turn, when, span }
}
