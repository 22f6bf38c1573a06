import type { RouteLocationRaw } from 'vue-router'
import type { DeliveryMode } from '#domain/catalog/delivery-mode.ts'
import type { Answers } from '#domain/pricing/answers.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'

/** What a service's page hands over to the form. */
export type DraftStart = { serviceId: string, mode?: DeliveryMode, answers?: Answers, estimate?: Breakdown }

let handedOver: DraftStart | undefined

/** Begins an order from a service, with what was chosen there; go to the address that it returns. The form keeps it on the device. */
export function startDraft(start: DraftStart): RouteLocationRaw {
  handedOver = toPlain(start)
  return { path: '/requests/new', query: { service: start.serviceId, ...(start.mode ? { mode: start.mode } : {}) } }
}

/** What was handed over for this service, once. */
export function takeStart(serviceId: string | undefined): DraftStart | undefined {
  const start = handedOver?.serviceId === serviceId ? handedOver : undefined
  handedOver = undefined
  return start
}

/** Calculators hold their answers in proxies, which cannot be kept. */
const toPlain = (start: DraftStart) => JSON.parse(JSON.stringify(start)) as DraftStart
