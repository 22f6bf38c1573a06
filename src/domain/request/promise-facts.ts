import type { RequestEvent } from './event.ts'
import type { RequestRow } from './row.ts'
import { isEnded } from './states.ts'
import type { Millis } from '../ids.ts'
import { deadline, type Promised, type Standard } from '../standard/standard.ts'
import type { WorkingCalendar } from '../standard/working-calendar.ts'

/**
 * A promise beside the fact. `open`: the time still runs; `kept`: it was done by `by`; `late`: done after it; `missed`: not done, and the time
 * is over; `ahead`: it has not begun.
 */
export type PromiseFact = {
  promise: Promised
  state: 'ahead' | 'open' | 'kept' | 'late' | 'missed'
  by?: Millis
  actual?: Millis
}

type Facts = { standard: Standard, calendar: WorkingCalendar, now: Millis }

const answers: readonly string[] = ['taken', 'questionAsked', 'answerGiven', 'messagePosted', 'timesProposed', 'proposalOffered', 'declined', 'callLogged']
const signsOfLife: readonly string[] = [...answers, 'progressReported', 'workPaused', 'workResumed', 'workStarted', 'changeOffered', 'remarkAnswered', 'workFinished', 'itemReceived']

function fact(promise: Promised, by: Millis, actual: Millis | undefined, now: Millis): PromiseFact {
  if (actual !== undefined) return { promise, state: actual <= by ? 'kept' : 'late', by, actual }
  return { promise, state: now <= by ? 'open' : 'missed', by }
}

const begins = (promise: Promised): PromiseFact => ({ promise, state: 'ahead' })

/** What a service promised for this request, and what came of it: derived from the events, never typed in. */
export function promiseFacts(request: RequestRow, events: readonly RequestEvent[], { standard, calendar, now }: Facts): PromiseFact[] {
  const shared = events.filter(({ stream }) => stream === 'shared')
  const firstAt = (isIt: (event: RequestEvent) => boolean) => shared.find(isIt)?.at
  const by = (promise: Promised, since: Millis) => deadline(standard, promise, since, calendar)
  const isStaff = ({ by: author }: RequestEvent) => author.kind === 'staff'

  const answeredAt = firstAt(event => isStaff(event) && answers.includes(event.body.type))
  const list: PromiseFact[] = [fact('answerWithin', by('answerWithin', request.createdAt), answeredAt, now)]
  if (request.path !== 'full') return request.path === 'question' ? list : [...list, completion()]

  const takenAt = firstAt(({ body }) => body.type === 'taken')
  const offeredAt = firstAt(({ body }) => body.type === 'proposalOffered')
  if (takenAt === undefined) list.push(offeredAt === undefined ? begins('proposalWithin') : { promise: 'proposalWithin', state: 'kept', actual: offeredAt })
  else list.push(fact('proposalWithin', by('proposalWithin', takenAt), offeredAt, now))
  list.push(completion())
  const heardAt = shared.findLast(event => isStaff(event) && signsOfLife.includes(event.body.type))?.at
  const isUnderWay = request.state === 'inProgress' || request.state === 'paused'
  list.push(isUnderWay && heardAt !== undefined ? fact('updateEvery', by('updateEvery', heardAt), undefined, now) : begins('updateEvery'))
  return isEnded(request.state) ? list.filter(({ state }) => state === 'kept' || state === 'late') : list

  function completion(): PromiseFact {
    if (!request.agreement) return begins('completionWithin')
    return fact('completionWithin', by('completionWithin', request.agreement.at), firstAt(({ body }) => body.type === 'workFinished'), now)
  }
}

/** The newest date that staff have given for what is late: when a pause ends, or the time of a visit. */
export function newDateOf({ state, pause, appointment }: RequestRow, now: Millis): Millis | undefined {
  if (state === 'paused' && pause?.expectedAt !== undefined && pause.expectedAt > now) return pause.expectedAt
  return appointment && !appointment.isTentative && appointment.from > now ? appointment.from : undefined
}
