import type { Business } from '#domain/catalog/business.ts'
import type { Service } from '#domain/catalog/service.ts'
import type { Language } from '#domain/language.ts'
import { decide } from '#domain/request/decide.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import type { NewEvent } from '#domain/request/event.ts'
import { linesTaken, mostOf, sumOf } from '#domain/request/totals.ts'
import { closedDates } from '#domain/standard/closed-dates.ts'
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

type Facts = {
  business: (Pick<Business, 'priceList'> & Partial<Pick<Business, 'closures'>>) | undefined
  service: Service | undefined
  language: Language
  /** The terms that were shown beside a firm price; the yes goes along where the writer is known to be a member. */
  termsHash?: string | undefined
}

/**
 * Saves a request on this device, from where it goes out by itself; never waits for the network. What the business would refuse for certain is
 * refused here, while its writer is still at the form.
 */
export async function sendRequest(requestId: string, draft: RequestDraft, { business, service, language, termsHash }: Facts, at = now()): Promise<Sent> {
  const args = argsOfDraft(draft, service, language)
  const decision = business && decide(undefined, { name: 'submit', args }, {
    actor: { kind: 'member', id: requestId, name: args.contact.name, confirmed: false, mayDecide: true },
    now: at, termsIdByHash: {}, priceList: business.priceList, holidays: closedDates({ closures: business.closures ?? [] }),
    ...(service ? { service } : {}),
  })
  if (isRejection(decision)) return { kind: 'rejected', code: decision.code }
  try {
    const files = (await draftPhotos(requestId)).map(({ bytes, type }): NewFile => ({ bytes, type: type as NewFile['type'] }))
    await submit({ name: 'submit', requestId, args, files }, at)
    const yes = termsHash && decision && yesToOffer(decision, termsHash, args.contact.name)
    if (yes) await submit({ name: 'agree', requestId, args: yes }, at)
  } catch (failure) {
    reportError(failure)
    return { kind: isQuota(failure) ? 'full' : 'failed' }
  }
  return { kind: 'saved' }
}

/** The yes to the offer that a firm price makes at once; nothing where the price is not firm any more. */
function yesToOffer(decision: readonly NewEvent[], termsHash: string, name: string): ArgsOf<'agree'> | undefined {
  const offer = decision.flatMap(({ body }) => body.type === 'proposalOffered' ? [body] : [])[0]
  const option = offer?.options[0]
  if (!offer || !option) return undefined
  return { optionId: option.id, revision: offer.revision, total: sumOf(linesTaken(option, [])), most: mostOf(option, []), termsHash, name }
}

/** Dexie wraps the browser's own error. */
function isQuota(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false
  const { name, inner } = failure as { name?: unknown, inner?: unknown }
  return name === 'QuotaExceededError' || (inner !== failure && isQuota(inner))
}
