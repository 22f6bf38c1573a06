import { headings, stageByState, stages, type Heading, type Stage, type State } from './states.ts'
import type { RequestRow } from './row.ts'

export type StepStatus = 'done' | 'now' | 'next' | 'notNeeded' | 'notReached'
/** `because` names the reason for `notNeeded` and `notReached`; each has words. */
export type Step = { stage: Stage, status: StepStatus, because?: 'question' | 'firmPrice' | 'ended' }

const neededByQuestion: readonly Stage[] = ['needs', 'evaluation']
const endedEarly: readonly State[] = ['declined', 'refused', 'cancelled']

/** How far an ended or answered request had come. */
function reachedStage(request: RequestRow): Stage {
  if (!endedEarly.includes(request.state)) return request.state === 'closed' && request.path === 'question' ? 'needs' : stageByState[request.state]
  if (request.result) return 'control'
  if (request.agreement) return 'execution'
  if (request.choice) return 'agreement'
  return request.proposal ? 'proposal' : 'needs'
}

function whyNotNeeded(request: RequestRow, stage: Stage): Step['because'] {
  if (request.path === 'question' && !neededByQuestion.includes(stage)) return 'question'
  if (request.path === 'quick' && (stage === 'proposal' || stage === 'control')) return 'firmPrice'
  return undefined
}

/** The eight stages of a request: derived, never typed in. A stage that did not happen is never shown as done. */
export function stepsOf(request: RequestRow): Step[] {
  const reached = stages.indexOf(reachedStage(request))
  const isOver = endedEarly.includes(request.state)
  const isUnaccepted = request.state === 'closed' && request.acceptedAt === undefined
  return stages.map((stage, index) => {
    const reason = whyNotNeeded(request, stage)
    if (reason) return { stage, status: 'notNeeded', because: reason }
    if (stage === 'evaluation' && request.evaluations.length > 0) return { stage, status: 'done' }
    if (stage === 'support' && isUnaccepted) return { stage, status: 'notReached', because: 'ended' }
    if (index < reached) return { stage, status: 'done' }
    if (isOver) return { stage, status: 'notReached', because: 'ended' }
    if (index === reached) return { stage, status: request.state === 'closed' && stage !== 'evaluation' ? 'done' : 'now' }
    return { stage, status: 'next' }
  })
}

/** The heading under which the request stands now. */
export function headingOf(request: RequestRow): Heading {
  const stage = reachedStage(request)
  return (Object.keys(headings) as Heading[]).find(heading => (headings[heading] as readonly Stage[]).includes(stage)) ?? 'agree'
}
