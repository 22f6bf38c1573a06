import type { RequestEvent } from '../event.ts'
import type { RequestRow } from '../row.ts'
import { linesTaken, mostOf, sumOf } from '../totals.ts'
import { withoutUndefined } from '../without-undefined.ts'

/** The row without some of its keys. */
export function without<Key extends keyof RequestRow>(request: RequestRow, ...keys: Key[]): RequestRow {
  const copy = { ...request }
  for (const key of keys) delete copy[key]
  return copy
}

/** What a late change of a time costs is owed beside whatever is billed. */
export const withFee = (request: RequestRow, fee: number | undefined): RequestRow => (fee ? { ...request, fees: (request.fees ?? 0) + fee } : request)

/** A quick request whose price was withdrawn needs a real proposal: it goes on as a full one. */
const backToProposing = (request: RequestRow): RequestRow =>
  ({ ...without(request, 'choice'), state: 'proposing', path: 'full' })

/** The firm price is set aside with its agreement, and with what followed from it but for money that has moved. */
const onTheFullPath = (request: RequestRow): RequestRow =>
  ({ ...without(request, 'choice', 'agreement', 'deposit', 'billed'), acceptedChanges: [], state: 'submitted', path: 'full' })

/** Nothing is waited for any more, and nobody is expected. */
const ended = (request: RequestRow, state: 'declined' | 'refused' | 'cancelled', reason: string): RequestRow =>
  ({ ...without(request, 'returnTo', 'change', 'pause', 'appointment', 'offeredBy', 'offeredPrice'), offeredTimes: [], state, endedBecause: reason })

/** A quick request has no way on from here but the full one. */
const reopened = (request: RequestRow): RequestRow =>
  ({ ...without(request, 'endedBecause', 'choice'), state: 'submitted', path: request.path === 'question' ? 'question' : 'full' })

/** Stages 1 to 3: needs, proposal, agreement, and how a request ends early or comes back. */
export function evolveAgreement(request: RequestRow, event: RequestEvent): RequestRow {
  const { body, at } = event
  switch (body.type) {
    case 'taken': return { ...without(request, 'returnTo'), state: 'proposing' }
    case 'questionAsked': return { ...request, state: 'clarifying', returnTo: request.state }
    case 'questionAnswered': return { ...without(request, 'returnTo'), state: request.returnTo ?? 'submitted' }
    case 'answerGiven': return { ...without(request, 'returnTo'), state: 'answered' }
    case 'helpConfirmed': return { ...request, state: 'closed' }
    case 'turnedIntoOrder': return { ...without(request, 'returnTo'), state: 'submitted', path: 'full' }
    case 'fullPathAsked': return onTheFullPath(request)
    case 'declined': return ended(request, 'declined', body.reason)
    case 'proposalRefused': return ended(request, 'refused', body.reason)
    case 'cancelled': return withFee(ended(request, 'cancelled', body.reason), body.fee)
    case 'closed': return { ...without(request, 'claimFrom'), state: 'closed', ...(body.warrantyUntil === undefined ? {} : { warrantyUntil: body.warrantyUntil }) }
    case 'reopened': return reopened(request)
    case 'proposalOffered': {
      const { type: _type, ...offer } = body
      const offered: RequestRow = { ...without(request, 'choice', 'returnTo'), state: 'offered', revision: body.revision, proposal: withoutUndefined({ ...offer, at }) }
      return request.path === 'quick' ? takeOnlyOption(offered) : offered
    }
    case 'proposalWithdrawn': case 'proposalExpired': case 'changesAsked': return backToProposing(request)
    case 'optionChosen': {
      const { type: _type, ...choice } = body
      return { ...request, state: 'agreeing', choice }
    }
    case 'choiceReconsidered': return { ...without(request, 'choice'), state: 'offered' }
    case 'agreed': {
      const { type: _type, ...agreement } = body
      return { ...request, state: 'agreed', agreement: { ...agreement, at } }
    }
    default: return request
  }
}

/** A firm price is an open offer with one way to take it. */
function takeOnlyOption(request: RequestRow): RequestRow {
  const option = request.proposal?.options[0]
  if (!option) return request
  const [total, most] = [sumOf(linesTaken(option, [])), mostOf(option, [])]
  return { ...request, state: 'agreeing', choice: { optionId: option.id, revision: request.revision, lines: [], total, most } }
}
