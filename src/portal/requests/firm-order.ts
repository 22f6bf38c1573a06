import type { Service } from '#domain/catalog/service.ts'
import type { RequestDraft } from './request-draft.ts'

/** Whether this is an order at a price that is firm: needs, proposal and yes fit on one screen. */
export const isFirmOrder = (draft: Pick<RequestDraft, 'kind' | 'answers' | 'estimate'>, service: Service | undefined): boolean =>
  draft.kind === 'order' && service?.path === 'quick' && draft.answers !== undefined && draft.estimate?.total.kind === 'firm' && draft.estimate.taxIncluded

/** Somebody who orders at a firm price has nothing to explain: the service's own name says what it is about. */
export const withWords = (draft: RequestDraft, title: string): RequestDraft => (draft.text.trim() === '' ? { ...draft, text: title } : draft)
