import type { RequestDraft } from './request-draft.ts'

/** The pages of the form, in their order. */
export const steps = ['what', 'where', 'contact', 'details', 'check'] as const
export type Step = (typeof steps)[number]

export const isStep = (value: unknown): value is Step => steps.includes(value as Step)

type Asked = { draft: Pick<RequestDraft, 'kind' | 'isContactKnown'>, hasQuestions: boolean }

/** The pages that this request needs. A question is two pages and is sent from the second. What is remembered is not asked again. */
export function stepsFor({ draft, hasQuestions }: Asked): readonly Step[] {
  if (draft.kind === 'question') return ['what', 'contact']
  return steps.filter(step => (step !== 'contact' || !draft.isContactKnown) && (step !== 'details' || hasQuestions))
}

/** The page after `step`; undefined where sending comes next. A page that is only visited for a change leads on from its place. */
export const stepAfter = (step: Step, asked: readonly Step[]): Step | undefined =>
  asked.find(other => steps.indexOf(other) > steps.indexOf(step))
