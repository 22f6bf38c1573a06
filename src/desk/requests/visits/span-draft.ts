import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import type { Time } from '#domain/request/commands/parts.ts'
import { fromWallTime, toWallTime } from '../wall-time.ts'

/** A span of time on one day while it is typed, by the wall clock of the business. */
export const spanDraftSchema = v.object({ date: v.string(), from: v.string(), to: v.string() })
export type SpanDraft = v.InferOutput<typeof spanDraftSchema>
export type SpanProblem = 'time' | 'past' | 'order'

export const emptySpan = (): SpanDraft => ({ date: '', from: '', to: '' })
export const isEmptySpan = ({ date, from, to }: SpanDraft) => date === '' && from === '' && to === ''

export function spanToDraft({ from, to }: Time, timeZone: string): SpanDraft {
  const [date = '', begin = ''] = toWallTime(from, timeZone).split('T')
  return { date, from: begin, to: toWallTime(to, timeZone).split('T')[1] ?? '' }
}

/** The span that was typed, or what is wrong with it. Without an end it lasts an hour. */
export function readSpan({ date, from, to }: SpanDraft, timeZone: string, now: Millis): Time | SpanProblem {
  const begin = fromWallTime(`${date}T${from}`, timeZone)
  const end = to === '' && begin !== undefined ? begin + 60 * 60_000 : fromWallTime(`${date}T${to}`, timeZone)
  if (begin === undefined || end === undefined) return 'time'
  if (begin < now) return 'past'
  return end > begin ? { from: begin, to: end } : 'order'
}

export const isSpanProblem = (read: Time | SpanProblem): read is SpanProblem => typeof read === 'string'
