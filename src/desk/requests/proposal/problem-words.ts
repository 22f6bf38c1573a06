import type { WordKey } from '#words/word-key.ts'
import type { ProblemCode } from './line-draft.ts'

/** What is wrong with a field of a form with lines. */
export const problemWords: Record<ProblemCode, WordKey> = {
  missing: 'shell.fields.missing',
  tooLong: 'desk.lines.problem.tooLong',
  amount: 'desk.lines.problem.amount',
  quantity: 'desk.lines.problem.quantity',
  taxRate: 'desk.lines.problem.taxRate',
  time: 'desk.lines.problem.time',
  past: 'errors.rejections.valid-until-past',
  mostBelow: 'errors.rejections.most-below-total',
  reason: 'errors.rejections.difference-needs-reason',
  why: 'errors.rejections.difference-needs-reason',
}
