import type { Business } from '#domain/catalog/business.ts'
import type { Service } from '#domain/catalog/service.ts'
import type { Language } from '#domain/language.ts'
import { decide } from '#domain/request/decide.ts'
import { isRejection, type RejectionCode } from '#domain/request/rejection.ts'
import { draftPhotos } from '#local/drafts.ts'
import type { NewFile } from '#local/files.ts'
import { submit } from '#local/submit.ts'
import { now } from '#ui/now.ts'
import { argsOfDraft } from './new-request-args.ts'
import type { RequestDraft } from './request-draft.ts'

/** Why a request was not saved. The draft stays as it is. `full`: no room on the device. */
export type NotSaved = { kind: 'rejected', code: RejectionCode } | { kind: 'full' } | { kind: 'failed' }
export type Sent = { kind: 'saved' } | NotSaved

type Facts = { business: Pick<Business, 'priceList'> | undefined, service: Service | undefined, language: Language }

/**
 * Saves a request on this device, from where it goes out by itself; never waits for the network. What the business would refuse for certain is
 * refused here, while its writer is still at the form.
 */
export async function sendRequest(requestId: string, draft: RequestDraft, { business, service, language }: Facts, at = now()): Promise<Sent> {
  const args = argsOfDraft(draft, service, language)
  const decision = business && decide(undefined, { name: 'submit', args }, {
    actor: { kind: 'member', id: requestId, name: args.contact.name, confirmed: false, mayDecide: true },
    now: at, termsIdByHash: {}, priceList: business.priceList,
    ...(service ? { service } : {}),
  })
  if (isRejection(decision)) return { kind: 'rejected', code: decision.code }
  try {
    const files = (await draftPhotos(requestId)).map(({ bytes, type }): NewFile => ({ bytes, type: type as NewFile['type'] }))
    await submit({ name: 'submit', requestId, args, files }, at)
  } catch (failure) {
    reportError(failure)
    return { kind: isQuota(failure) ? 'full' : 'failed' }
  }
  return { kind: 'saved' }
}

/** Dexie wraps the browser's own error. */
function isQuota(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false
  const { name, inner } = failure as { name?: unknown, inner?: unknown }
  return name === 'QuotaExceededError' || (inner !== failure && isQuota(inner))
}
