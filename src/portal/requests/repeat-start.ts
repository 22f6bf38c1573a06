import type { Business } from '#domain/catalog/business.ts'
import type { Service } from '#domain/catalog/service.ts'
import type { EventOf } from '#domain/request/event.ts'
import { calculate } from '#domain/pricing/calculate.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'
import { priceUntil } from '#domain/catalog/price-list.ts'
import type { Millis } from '#domain/ids.ts'
import { closedDates } from '#domain/standard/closed-dates.ts'
import type { DraftStart } from './start-draft.ts'

type Facts = { service: Service | undefined, business: Business | undefined, now: Millis }

/** A request once more: everything that was told the first time, at today's prices. What a service no longer asks or offers stays behind. */
export function repeatStart(submitted: EventOf<'submitted'>, { service, business, now }: Facts): DraftStart {
  const { path, text, place, wishedTimes, details, mode, answers } = submitted
  const isQuestion = path === 'question'
  const told: DraftStart = {
    kind: isQuestion ? 'question' : 'order', text,
    ...(place ? { place } : {}), ...(wishedTimes ? { wishedTimes } : {}),
  }
  if (!service) return told
  const knownMode = service.modes.some(({ id }) => id === mode) ? mode : undefined
  const estimate = isQuestion || !answers || !business ? undefined : priceNow(service, answers, knownMode, business, now)
  return {
    ...told, serviceId: service.id,
    ...(knownMode ? { mode: knownMode } : {}),
    ...(details ? { details } : {}),
    ...(estimate && answers ? { answers, estimate } : {}),
  }
}

function priceNow(service: Service, answers: NonNullable<EventOf<'submitted'>['answers']>, mode: DraftStart['mode'], business: Business, now: Millis): Breakdown | undefined {
  const { priceList } = business
  const price = calculate(service.price, answers, {
    priceList: { id: priceList.id, validUntil: priceUntil(priceList, now) }, ...(mode ? { mode } : {}), holidays: closedDates(business),
  })
  return price.ok ? price.value : undefined
}
