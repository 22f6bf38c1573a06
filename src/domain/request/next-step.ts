import type { RequestRow } from './row.ts'
import type { State } from './states.ts'
import type { Millis } from '../ids.ts'
import { deadline, type Standard } from '../standard/standard.ts'
import type { WorkingCalendar } from '../standard/working-calendar.ts'

/** Every key has words: what happens now. */
export const stepKeys = [
  'read', 'yourAnswer', 'didItHelp', 'prepareProposal', 'yourChoice', 'yourYes', 'begin', 'work', 'wait', 'yourYesToChange',
  'check', 'yourAcceptance', 'underWarranty', 'claim', 'evaluate', 'over', 'chooseTime', 'settle',
] as const
export type StepKey = (typeof stepKeys)[number]

/** Whose turn it is, what they do, and by when where that was promised. */
export type NextStep = { who: 'business' | 'client' | 'nobody', key: StepKey, by?: Millis }

/** Where times that staff offered are what everything else waits for: a visit before the price, a visit to begin, a visit for a claim. */
const waitsForTime: readonly State[] = ['submitted', 'proposing', 'agreed', 'claimed']

type Promises = { standard?: Standard, calendar: WorkingCalendar }

/** What comes next in a request: derived from state and promises, never typed in. */
export function nextStep(request: RequestRow, { standard, calendar }: Promises): NextStep {
  const promised = (promise: 'answerWithin' | 'proposalWithin' | 'completionWithin', since: Millis) =>
    standard ? { by: deadline(standard, promise, since, calendar) } : {}
  if (request.objections.length > 0) return { who: 'business', key: 'settle' }
  if (request.offeredBy === 'staff' && waitsForTime.includes(request.state)) return { who: 'client', key: 'chooseTime' }
  switch (request.state) {
    case 'submitted': return { who: 'business', key: 'read', ...promised('answerWithin', request.since) }
    case 'clarifying': return { who: 'client', key: 'yourAnswer' }
    case 'answered': return { who: 'client', key: 'didItHelp' }
    case 'proposing': return { who: 'business', key: 'prepareProposal', ...promised('proposalWithin', request.since) }
    case 'offered': return { who: 'client', key: 'yourChoice', ...(request.proposal ? { by: request.proposal.validUntil } : {}) }
    case 'agreeing': return { who: 'client', key: 'yourYes', ...(request.proposal ? { by: request.proposal.validUntil } : {}) }
    case 'agreed':
      return { who: 'business', key: 'begin', ...(request.appointment ? { by: request.appointment.from } : promised('completionWithin', request.since)) }
    case 'inProgress': return { who: 'business', key: 'work', ...promised('completionWithin', workSince(request)) }
    case 'paused': return { who: 'business', key: 'wait', ...(request.pause?.expectedAt ? { by: request.pause.expectedAt } : {}) }
    case 'changeOffered': return { who: 'client', key: 'yourYesToChange' }
    case 'checking': return { who: 'business', key: 'check' }
    case 'delivered': return { who: 'client', key: 'yourAcceptance' }
    case 'accepted': return afterwards(request)
    case 'claimed': return { who: 'business', key: 'claim', ...promised('answerWithin', request.since) }
    case 'closed': return request.path === 'question' ? { who: 'nobody', key: 'over' } : afterwards(request)
    case 'declined': case 'refused': case 'cancelled': return { who: 'nobody', key: 'over' }
    default: return request.state satisfies never
  }
}

/** The promise counts from the agreement; of work on a claim, from its beginning. */
const workSince = (request: RequestRow) => (request.claimFrom ? request.since : request.agreement?.at ?? request.since)

function afterwards(request: RequestRow): NextStep {
  if (request.evaluations.length === 0) return { who: 'client', key: 'evaluate' }
  return request.state === 'accepted' && request.warrantyUntil
    ? { who: 'nobody', key: 'underWarranty', by: request.warrantyUntil }
    : { who: 'nobody', key: 'over' }
}
