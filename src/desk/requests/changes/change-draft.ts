import * as v from 'valibot'
import { ok, refuse, type Result } from '#domain/result.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { agreedLinesById } from '#domain/request/totals.ts'
import { amountOf, emptyLine, freeId, lineDraftSchema, lineToDraft, readLine, type AmountForm, type LineDraft, type Problems } from '../proposal/line-draft.ts'

/** More work than was agreed, while it is typed. */
export const changeDraftSchema = v.object({ lines: v.array(lineDraftSchema), reason: v.string() })
export type ChangeDraft = v.InferOutput<typeof changeDraftSchema>

/** A line that neither the agreement nor the change has yet. */
export function newChangeLine(request: RequestRow, lines: readonly LineDraft[]): LineDraft {
  const taken = [...agreedLinesById(request).values(), ...lines]
  return emptyLine(freeId('extra', taken), lines.at(-1)?.taxRate)
}

/** Begins with the change that is already offered, where there is one. */
export const beginChange = (request: RequestRow, form: AmountForm): ChangeDraft => (request.change
  ? { lines: request.change.lines.map(line => lineToDraft(line, form)), reason: request.change.reason }
  : { lines: [newChangeLine(request, [])], reason: '' })

export const changeTotal = (draft: ChangeDraft, digits: number) => draft.lines.reduce((sum, line) => sum + (amountOf(line, digits) ?? 0), 0)

export function buildChange(draft: ChangeDraft, digits: number): Result<ArgsOf<'proposeChange'>, Problems> {
  const read = draft.lines.map((line, index) => readLine(line, `lines.${index}`, digits))
  const reason = draft.reason.trim()
  const problems: Problems = { ...Object.assign({}, ...read.map(part => part.problems)) as Problems, ...(reason === '' ? { reason: 'missing' } : {}) }
  return Object.keys(problems).length > 0 ? refuse(problems) : ok({ lines: read.map(({ line }) => line), reason })
}
