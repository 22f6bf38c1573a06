import type { RouteLocationRaw } from 'vue-router'
import type { DeliveryMode } from '#domain/catalog/delivery-mode.ts'
import type { Answers } from '#domain/pricing/answers.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'
import { draftKeyOf, type DraftAbout, type DraftKind, type RequestDraft } from './request-draft.ts'

/** What a service's page, an earlier request or another form hands over to the form. */
export type DraftStart = {
  kind?: DraftKind
  serviceId?: string
  mode?: DeliveryMode
  answers?: Answers
  estimate?: Breakdown
} & Partial<Pick<RequestDraft, 'text' | 'place' | 'wishedTimes' | 'details' | 'name' | 'email' | 'phone'>>

const aboutOf = ({ kind = 'order', serviceId }: DraftStart): DraftAbout => ({ kind, serviceId })

let handedOver: DraftStart | undefined

/** Begins a request with what was chosen or written elsewhere; go to the address that it returns. The form keeps it on the device. */
export function startDraft(start: DraftStart): RouteLocationRaw {
  handedOver = toPlain(start)
  const { kind, serviceId, mode } = start
  return { path: '/requests/new', query: { ...(kind === 'question' ? { question: '1' } : {}), ...(serviceId ? { service: serviceId } : {}), ...(mode ? { mode } : {}) } }
}

/** What was handed over for a form, once. */
export function takeStart(about: DraftAbout): DraftStart | undefined {
  const start = handedOver && draftKeyOf(aboutOf(handedOver)) === draftKeyOf(about) ? handedOver : undefined
  handedOver = undefined
  return start
}

/** Calculators hold their answers in proxies, which cannot be kept. */
const toPlain = (start: DraftStart) => JSON.parse(JSON.stringify(start)) as DraftStart
