import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import { ok, refuse, type Result } from '#domain/result.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import { parseAmount } from '../proposal/amount.ts'
import { isEmptySpan, isSpanProblem, readSpan, spanDraftSchema, type SpanProblem } from './span-draft.ts'

/** Times that are offered while they are typed. `price`: of a visit before there is a proposal. */
export const timesDraftSchema = v.object({ spans: v.array(spanDraftSchema), price: v.string(), text: v.string() })
export type TimesDraft = v.InferOutput<typeof timesDraftSchema>
/** By the index of the span; what is wrong with the price stands under `price`. */
export type TimesProblems = Partial<Record<number, SpanProblem>> & { price?: 'amount' }

export const mostTimes = 10

/** Spans left empty do not count, but one time there must be. */
export function buildTimes(draft: TimesDraft, { digits, timeZone, now }: { digits: number, timeZone: string, now: Millis }): Result<ArgsOf<'proposeTimes'>, TimesProblems> {
  const problems: TimesProblems = {}
  const times: ArgsOf<'proposeTimes'>['times'] = []
  const isAllEmpty = draft.spans.every(isEmptySpan)
  draft.spans.forEach((span, index) => {
    if (isEmptySpan(span) && !(isAllEmpty && index === 0)) return
    const read = readSpan(span, timeZone, now)
    if (isSpanProblem(read)) problems[index] = read
    else times.push(read)
  })
  const price = draft.price.trim() === '' ? undefined : parseAmount(draft.price, digits)
  if (draft.price.trim() !== '' && (price === undefined || price < 0)) problems.price = 'amount'
  if (Object.keys(problems).length > 0) return refuse(problems)
  const text = draft.text.trim()
  return ok({ times: times.sort((a, b) => a.from - b.from), ...(price === undefined ? {} : { price }), ...(text ? { text } : {}) })
}
