import type { RequestEvent } from '../event.ts'
import type { RequestRow } from '../row.ts'

/** Drops keys: a fold has no `undefined` in it, so that rows compare equal wherever they were folded. */
export function without<Key extends keyof RequestRow>(request: RequestRow, ...keys: Key[]): RequestRow {
  const copy = { ...request }
  for (const key of keys) delete copy[key]
  return copy
}

/** A quick request whose price was withdrawn needs a real proposal: it goes on as a full one. */
const backToProposing = (request: RequestRow): RequestRow =>
  ({ ...without(request, 'choice'), state: 'proposing', path: 'full' })

/** Stages 1 to 3: needs, proposal, agreement, and how a request ends early or comes back. */
export function evolveAgreement(request: RequestRow, event: RequestEvent): RequestRow {
  const { body, at } = event
  switch (body.type) {
    case 'taken': return { ...request, state: 'proposing' }
    case 'questionAsked': return { ...request, state: 'clarifying', returnTo: request.state }
    case 'questionAnswered': return { ...without(request, 'returnTo'), state: request.returnTo ?? 'submitted' }
    case 'answerGiven': return { ...without(request, 'returnTo'), state: 'answered' }
    case 'helpConfirmed': return { ...request, state: 'closed' }
    case 'turnedIntoOrder': return { ...without(request, 'returnTo'), state: 'submitted', path: 'full' }
    case 'fullPathAsked': return { ...without(request, 'choice', 'agreement'), state: 'submitted', path: 'full' }
    case 'declined': return { ...request, state: 'declined', endedBecause: body.reason }
    case 'cancelled': return { ...request, state: 'cancelled', endedBecause: body.reason }
    case 'closed': return { ...request, state: 'closed' }
    case 'reopened': return { ...without(request, 'endedBecause', 'choice', 'returnTo'), state: 'submitted' }
    case 'proposalOffered': {
      const { type: _type, ...offer } = body
      const offered: RequestRow = { ...without(request, 'choice', 'returnTo'), state: 'offered', revision: body.revision, proposal: withoutUndefined({ ...offer, at }) }
      return request.path === 'quick' ? takeOnlyOption(offered) : offered
    }
    case 'proposalWithdrawn': case 'proposalExpired': case 'changesAsked': return backToProposing(request)
    case 'proposalRefused': return { ...request, state: 'refused', endedBecause: body.reason }
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
  const total = option.lines.reduce((sum, line) => sum + line.amount, 0)
  return { ...request, state: 'agreeing', choice: { optionId: option.id, revision: request.revision, lines: [], total, most: total } }
}

/** The same object without keys that hold `undefined`: JSON drops them, so must the fold. */
export function withoutUndefined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as { [Key in keyof Value]: Exclude<Value[Key], undefined> }
}
