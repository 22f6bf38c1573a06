import * as v from 'valibot'
import { pickText, type Language } from '#domain/language.ts'
import type { Breakdown, BreakdownLine } from '#domain/pricing/breakdown.ts'
import { lineSchema, shortTextLimit, type Line } from '#domain/request/commands/parts.ts'
import { parseAmount, parseDecimal, writeAmount } from './amount.ts'

/** A line while it is typed: everything is text, in the person's own way of writing. */
export const lineDraftSchema = v.object({
  id: v.string(), label: v.string(), kind: lineSchema.entries.kind, quantity: v.string(), unit: v.string(), amount: v.string(), taxRate: v.string(),
  optional: v.boolean(), why: v.string(),
})
export type LineDraft = v.InferOutput<typeof lineDraftSchema>
export const lineKinds = lineSchema.entries.kind.options
export type LineKind = Line['kind']

/** How amounts are written and counted. `digits` stand behind the decimal point. */
export type AmountForm = { digits: number, language: Language }

/** What is wrong, by the path of the field. */
export type ProblemCode = 'missing' | 'tooLong' | 'amount' | 'quantity' | 'taxRate' | 'time' | 'past' | 'mostBelow' | 'reason' | 'why'
export type Problems = Record<string, ProblemCode>

export const standardTaxRate = '25'

/** An id that none of the others has. */
export function freeId(prefix: string, taken: readonly { id: string }[]): string {
  for (let number = taken.length + 1; ; number++) {
    const id = `${prefix}-${number}`
    if (!taken.some(other => other.id === id)) return id
  }
}

export const emptyLine = (id: string, taxRate = standardTaxRate): LineDraft =>
  ({ id, label: '', kind: 'labour', quantity: '', unit: '', amount: '', taxRate, optional: false, why: '' })

export const lineToDraft = (line: Line, { digits, language }: AmountForm): LineDraft => ({
  id: line.id, label: line.label, kind: line.kind, quantity: line.quantity ?? '', unit: line.unit ?? '', amount: writeAmount(line.amount, digits, language),
  taxRate: line.taxRate, optional: line.optional ?? false, why: line.why ?? '',
})

/** The lines of an estimate in the client's language, tax included, at the high end: what is found out makes it less, not more. */
export const linesOfEstimate = (estimate: Breakdown, clientsLanguage: Language, { digits, language }: AmountForm): LineDraft[] =>
  estimate.lines.map(line => ({
    id: line.id,
    label: pickText(line.label, clientsLanguage).text,
    kind: kindOf(line),
    quantity: line.quantity ?? '',
    unit: line.unit ? pickText(line.unit, clientsLanguage).text : '',
    amount: writeAmount(withTax(line.amount.high, line.taxRate, estimate.taxIncluded), digits, language),
    taxRate: line.taxRate,
    optional: false,
    why: line.why ? pickText(line.why, clientsLanguage).text.slice(0, shortTextLimit) : '',
  }))

const kindOf = ({ kind, group }: BreakdownLine): LineKind => (kind === 'discount' ? 'discount' : group)
const withTax = (minor: number, rate: string, isIncluded: boolean) => (isIncluded ? minor : Math.round(minor * (1 + Number(rate) / 100)))

/** What the line comes to; a discount takes off, however it was typed. */
export function amountOf({ amount, kind }: LineDraft, digits: number): number | undefined {
  const minor = parseAmount(amount, digits)
  return minor !== undefined && kind === 'discount' && minor > 0 ? -minor : minor
}

/** A typed line as the wire has it, with what is wrong below `path`. */
export function readLine(draft: LineDraft, path: string, digits: number): { line: Line, problems: Problems } {
  const label = draft.label.trim()
  const amount = amountOf(draft, digits)
  const quantity = draft.quantity.trim() === '' ? undefined : parseDecimal(draft.quantity, 6)
  const taxRate = parseDecimal(draft.taxRate, 2)
  const why = draft.why.trim()
  const problems: Problems = {
    ...(label === '' ? { [`${path}.label`]: 'missing' } : label.length > shortTextLimit ? { [`${path}.label`]: 'tooLong' } : {}),
    ...(amount === undefined ? { [`${path}.amount`]: 'amount' } : {}),
    ...(draft.quantity.trim() !== '' && quantity === undefined ? { [`${path}.quantity`]: 'quantity' } : {}),
    ...(taxRate === undefined ? { [`${path}.taxRate`]: 'taxRate' } : {}),
    ...(why.length > shortTextLimit ? { [`${path}.why`]: 'tooLong' } : {}),
  }
  const line: Line = {
    id: draft.id, label, kind: draft.kind,
    ...(quantity === undefined ? {} : { quantity }),
    ...(draft.unit.trim() === '' ? {} : { unit: draft.unit.trim() }),
    amount: amount ?? 0,
    taxRate: taxRate ?? '0',
    ...(draft.optional ? { optional: true } : {}),
    ...(why === '' ? {} : { why }),
  }
  return { line, problems }
}
