import type { RequestEvent } from './event.ts'
import { evolveAgreement } from './evolvers/agreement.ts'
import { evolveSubmitted } from './evolvers/submitted.ts'
import { evolveTalk } from './evolvers/talk.ts'
import { evolveWork } from './evolvers/work.ts'
import type { RequestRow, RequestState } from './row.ts'
import { withoutUndefined } from './without-undefined.ts'

/**
 * Folds one event into the request. Total: it never throws; events of the desk stream and of later versions of the
 * product leave the row as it is, but for its counters.
 */
export function evolve(request: RequestState, given: RequestEvent): RequestState {
  if (given.stream === 'desk') return request
  const event = withoutUndefined(given)
  if (request === undefined) return event.body.type === 'submitted' ? evolveSubmitted(event, event.body) : undefined
  const next = evolveTalk(evolveWork(evolveAgreement(request, event), event), event)
  return counted(next, request, event)
}

/** The fold of a request's events, oldest first. */
export const fold = (events: readonly RequestEvent[]): RequestState => events.reduce<RequestState>(evolve, undefined)

function counted(next: RequestRow, before: RequestRow, event: RequestEvent): RequestRow {
  const row: RequestRow = { ...next, lastEvent: event.number, updatedAt: event.at }
  if (next.state !== before.state) Object.assign(row, { since: event.at, announced: 0 })
  if (event.via) row.recorded = [...row.recorded, event.number]
  return row
}
