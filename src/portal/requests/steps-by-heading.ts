import { stepsOf, type Step, type StepStatus } from '#domain/request/steps.ts'
import { headings, type Heading, type Stage } from '#domain/request/states.ts'
import type { RequestRow } from '#domain/request/row.ts'

export type HeadingSteps = { heading: Heading, status: StepStatus, steps: Step[] }

/** The eight stages under their three headings, each with a status of its own. */
export function stepsByHeading(request: RequestRow): HeadingSteps[] {
  const steps = stepsOf(request)
  return (Object.keys(headings) as Heading[]).map(heading => {
    const own = steps.filter(({ stage }) => (headings[heading] as readonly Stage[]).includes(stage))
    return { heading, status: statusOf(own), steps: own }
  })
}

function statusOf(steps: readonly Step[]): StepStatus {
  const needed = steps.filter(({ status }) => status !== 'notNeeded')
  if (needed.length === 0) return 'notNeeded'
  const has = (status: StepStatus) => needed.some(step => step.status === status)
  if (has('now')) return 'now'
  if (has('notReached')) return 'notReached'
  return has('next') ? 'next' : 'done'
}
