import * as v from 'valibot'
import type { ServiceQuestion } from '#domain/catalog/service.ts'
import { contactSchema, shortTextLimit, textLimit } from '#domain/request/commands/parts.ts'
import { steps, type Step } from './new-request-steps.ts'
import type { RequestDraft } from './request-draft.ts'

export const placeLimit = 500
export const answerLimit = 2_000

/** `field` names the field on its page; details are `details.<question id>`. */
export type FieldProblem = { field: string, step: Step } & (
  | { kind: 'missing' | 'email' | 'phone' | 'choose' | 'reach' }
  | { kind: 'tooLong', limit: number }
)

const isEmpty = (text: string) => text.trim() === ''
const isWrong = (schema: v.GenericSchema, value: unknown) => !v.safeParse(schema, value).success

/** What still keeps a page from being finished, in the order of its fields. */
export function problemsOf(step: Step, draft: RequestDraft, questions: readonly ServiceQuestion[]): FieldProblem[] {
  switch (step) {
    case 'what': return [...needed('text', draft.text, step), ...tooLong('text', draft.text, textLimit, step)]
    case 'where': return [...tooLong('place', draft.place, placeLimit, step), ...tooLong('wishedTimes', draft.wishedTimes, placeLimit, step)]
    case 'contact': return contactProblems(draft)
    case 'details': return questions.flatMap(question => detailProblems(question, draft.details[question.id]))
    case 'check': return []
    default: return step satisfies never
  }
}

export const allProblems = (draft: RequestDraft, questions: readonly ServiceQuestion[]): FieldProblem[] => {
  const pages = steps.filter(step => draft.kind === 'order' || step === 'what' || step === 'contact')
  return pages.flatMap(step => problemsOf(step, draft, questions))
}

const needed = (field: string, text: string, step: Step): FieldProblem[] => isEmpty(text) ? [{ field, step, kind: 'missing' }] : []
const tooLong = (field: string, text: string, limit: number, step: Step): FieldProblem[] =>
  text.length > limit ? [{ field, step, kind: 'tooLong', limit }] : []

function contactProblems({ name, email, phone }: RequestDraft): FieldProblem[] {
  const step = 'contact'
  const { email: emailSchema, phone: phoneSchema } = contactSchema.entries
  return [
    ...needed('name', name, step),
    ...tooLong('name', name, shortTextLimit, step),
    ...(isEmpty(email) && isEmpty(phone) ? [{ field: 'email', step, kind: 'reach' } as const] : []),
    ...(!isEmpty(email) && isWrong(emailSchema, email.trim()) ? [{ field: 'email', step, kind: 'email' } as const] : []),
    ...(!isEmpty(phone) && isWrong(phoneSchema, phone.trim()) ? [{ field: 'phone', step, kind: 'phone' } as const] : []),
  ]
}

function detailProblems(question: ServiceQuestion, answer: string | boolean | undefined): FieldProblem[] {
  const field = `details.${question.id}`
  const step = 'details'
  if (question.kind === 'flag') return []
  const text = typeof answer === 'string' ? answer : ''
  if (isEmpty(text)) return question.optional ? [] : [{ field, step, kind: question.kind === 'choice' ? 'choose' : 'missing' }]
  return tooLong(field, text, answerLimit, step)
}
