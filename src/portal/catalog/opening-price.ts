import type { Phrase } from '#domain/phrase.ts'
import { calculate } from '#domain/pricing/calculate.ts'
import { defaultAnswers } from '#domain/pricing/default-answers.ts'
import { explainTotal } from '#domain/pricing/explain-total.ts'
import type { ServiceRow } from '#protocol/rows.ts'

/** The mode in which a service opens: the recommended one, else the first. */
export const openingMode = (service: ServiceRow) => (service.modes.find(mode => mode.recommended) ?? service.modes[0])?.id

/** What a service costs as its calculator opens, so that a list never promises what the page does not hold. */
export function openingPrice(service: ServiceRow): Phrase {
  const mode = openingMode(service)
  const price = calculate(service.price, defaultAnswers(service.price), { priceList: { id: 'list' }, ...(mode ? { mode } : {}) })
  return price.ok ? explainTotal(price.value) : { key: 'pricing.total.request', params: {} }
}
