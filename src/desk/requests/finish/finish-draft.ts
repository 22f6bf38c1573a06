import * as v from 'valibot'
import { ok, refuse, type Result } from '#domain/result.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { agreedLinesById, agreedTotals } from '#domain/request/totals.ts'
import { amountOf, lineDraftSchema, lineToDraft, readLine, type AmountForm, type LineDraft, type Problems } from '../proposal/line-draft.ts'

/** The final lines while they are typed: those agreed, each with what it came to, and lines that were added. */
export const finishDraftSchema = v.object({ lines: v.array(lineDraftSchema), text: v.string() })
export type FinishDraft = v.InferOutput<typeof finishDraftSchema>

/** What was agreed, accepted changes included, as it would be if nothing had turned out otherwise. */
export const beginFinish = (request: RequestRow, form: AmountForm): FinishDraft => ({
  lines: [...agreedLinesById(request).values()].map(line => ({ ...lineToDraft(line, form), optional: false, why: '' })),
  text: '',
})

/** What the line differs by from what was agreed; an added line by all of it. Nothing while its amount cannot be read. */
export function differenceOf(line: LineDraft, request: RequestRow, digits: number): number | undefined {
  const amount = amountOf(line, digits)
  return amount === undefined ? undefined : amount - (agreedLinesById(request).get(line.id)?.amount ?? 0)
}

/** The same question that the decider asks: is it another amount than agreed, or not agreed at all? */
export function needsWhy(line: LineDraft, request: RequestRow, digits: number): boolean {
  const amount = amountOf(line, digits)
  return amount !== undefined && agreedLinesById(request).get(line.id)?.amount !== amount
}

export const finishTotal = (draft: FinishDraft, digits: number) => draft.lines.reduce((sum, line) => sum + (amountOf(line, digits) ?? 0), 0)

/** By how much the sum is above the most that was agreed; 0 where it is not. */
export function excessOf(draft: FinishDraft, request: RequestRow, digits: number): number {
  const agreed = agreedTotals(request)
  return agreed ? Math.max(0, finishTotal(draft, digits) - agreed.most) : 0
}

/** The command's arguments, or what is wrong by field. What is above the agreed most is the whole form's matter, see `excessOf`. */
export function buildFinish(draft: FinishDraft, request: RequestRow, digits: number): Result<ArgsOf<'finish'>, Problems> {
  const agreedById = agreedLinesById(request)
  const read = draft.lines.map((line, index) => {
    const { line: typed, problems } = readLine(line, `lines.${index}`, digits)
    const isUnexplained = needsWhy(line, request, digits) && line.why.trim() === ''
    const agreed = agreedById.get(line.id)
    const { optional: _optional, why: _why, ...kept } = agreed ?? typed
    return {
      line: { ...kept, amount: typed.amount, ...(typed.why === undefined ? {} : { why: typed.why }) },
      problems: { ...problems, ...(isUnexplained ? { [`lines.${index}.why`]: 'why' as const } : {}) },
    }
  })
  const problems = Object.assign({}, ...read.map(part => part.problems)) as Problems
  const lines = read.map(({ line }) => line)
  if (Object.keys(problems).length > 0) return refuse(problems)
  const text = draft.text.trim()
  return ok({ lines, ...(text ? { text } : {}) })
}

