import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import type { EventOf, RequestEvent } from '#domain/request/event.ts'
import type { Option } from '#domain/request/commands/parts.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'
import { addWorkingDays } from '#domain/standard/working-time.ts'
import type { BusinessRow } from '#protocol/rows.ts'
import { toWallTime } from '../wall-time.ts'
import { parseAmount, writeAmount } from './amount.ts'
import { amountOf, emptyLine, lineDraftSchema, linesOfEstimate, lineToDraft, standardTaxRate, type AmountForm } from './line-draft.ts'

export const optionDraftSchema = v.object({ id: v.string(), title: v.string(), text: v.string(), lines: v.array(lineDraftSchema), most: v.string() })
export type OptionDraft = v.InferOutput<typeof optionDraftSchema>

/** A proposal while it is written. `validUntil` by the wall clock of the business. */
export const proposalDraftSchema = v.object({ options: v.array(optionDraftSchema), validUntil: v.string(), text: v.string(), reason: v.string() })
export type ProposalDraft = v.InferOutput<typeof proposalDraftSchema>

const validWorkingDays = 5

/** The estimate that the client was shown, or the one worked out anew where the two differ. */
export function estimateOf(events: readonly RequestEvent[]): Breakdown | undefined {
  const submitted = events.find(event => event.body.type === 'submitted')?.body as EventOf<'submitted'> | undefined
  return submitted?.recomputed ?? submitted?.estimate
}

export const emptyOption = (id: string, title = '', taxRate = standardTaxRate): OptionDraft =>
  ({ id, title, text: '', lines: [emptyLine('line-1', taxRate)], most: '' })

const optionToDraft = ({ id, title, text, lines, most }: Option, form: AmountForm): OptionDraft => ({
  id, title, text: text ?? '', lines: lines.map(line => lineToDraft(line, form)), most: most === undefined ? '' : writeAmount(most, form.digits, form.language),
})

function optionOfEstimate(estimate: Breakdown, request: RequestRow, form: AmountForm): OptionDraft {
  const lines = linesOfEstimate(estimate, request.language, form)
  const total = lines.reduce((sum, line) => sum + (amountOf(line, form.digits) ?? 0), 0)
  const { most } = estimate
  return {
    id: 'option-1', title: request.title, text: '',
    lines: lines.length > 0 ? lines : [emptyLine('line-1')],
    most: most !== undefined && most > total ? writeAmount(most, form.digits, form.language) : '',
  }
}

type Known = { request: RequestRow, estimate: Breakdown | undefined, business: BusinessRow | undefined, form: AmountForm, timeZone: string, now: Millis }

/** A first draft: the version before, else the estimate, else one empty option. */
export function beginProposal({ request, estimate, business, form, timeZone, now }: Known): ProposalDraft {
  const options = request.proposal
    ? request.proposal.options.map(option => optionToDraft(option, form))
    : [estimate ? optionOfEstimate(estimate, request, form) : emptyOption('option-1', request.title)]
  const until = business ? addWorkingDays(business, now, validWorkingDays) : now + 7 * 86_400_000
  return { options, validUntil: toWallTime(until, timeZone), text: '', reason: '' }
}

export type OptionTotals = { fixed: number, all: number, isComplete: boolean }

/** Live sums: without and with the optional lines. Not complete while an amount cannot be read. */
export function totalsOf(option: OptionDraft, digits: number): OptionTotals {
  const amounts = option.lines.map(line => ({ amount: amountOf(line, digits), optional: line.optional }))
  const sum = (lines: typeof amounts) => lines.reduce((total, { amount }) => total + (amount ?? 0), 0)
  return { fixed: sum(amounts.filter(line => !line.optional)), all: sum(amounts), isComplete: amounts.every(line => line.amount !== undefined) }
}

/** What the option may become; nothing typed means that the total is firm. */
export const mostTyped = (option: OptionDraft, digits: number) => (option.most.trim() === '' ? undefined : parseAmount(option.most, digits))
