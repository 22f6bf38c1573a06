import * as v from 'valibot'
import type { Millis } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { addDays, instantAt, isTimeZone, localTime, weekdayOf, weekdays, type Weekday } from './local-time.ts'

/** Minutes from 0:00 to 24:00 by the clock on the wall. */
export type MinuteSpan = { from: number, to: number }

const spanText = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/

const spanSchema = v.pipe(
  v.string(),
  v.regex(spanText, 'is not a span of hours such as "08:00-18:00"'),
  v.check(text => parseSpan(text).from < parseSpan(text).to, 'ends before it begins; hours past midnight are written on the next day'),
)

const daySchema = v.optional(v.pipe(
  v.array(spanSchema),
  v.check(spans => spans.map(parseSpan).every((span, i, all) => i === 0 || all[i - 1]!.to <= span.from), 'has spans that overlap or stand out of order'),
), [])

const isoDateSchema = v.pipe(
  v.string(),
  v.check(text => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text), 'is not a date such as 2026-12-24'),
)

const closureSchema = v.pipe(
  v.strictObject({ from: isoDateSchema, to: isoDateSchema, reason: localizedSchema }),
  v.check(closure => closure.from <= closure.to, 'ends before it begins'),
)
/** Days, both ends included, on which the business is closed whatever the week says. */
export type Closure = v.InferOutput<typeof closureSchema>

/** When a business is open; spread into the schema of whatever has opening hours. */
export const calendarFields = {
  timeZone: v.pipe(v.string(), v.check(isTimeZone, 'is not a time zone such as Europe/Stockholm')),
  hours: v.pipe(
    v.strictObject({ mon: daySchema, tue: daySchema, wed: daySchema, thu: daySchema, fri: daySchema, sat: daySchema, sun: daySchema }),
    v.check(hours => weekdays.some(day => hours[day].length > 0), 'needs at least one day with opening hours'),
  ),
  closures: v.optional(v.array(closureSchema), []),
}

export const workingCalendarSchema = v.strictObject(calendarFields)
/** Opening hours by the wall clock of `timeZone` (IANA), as text: `{ mon: ["08:00-12:00", "13:00-18:00"] }`. */
export type WorkingCalendar = v.InferOutput<typeof workingCalendarSchema>

export function parseSpan(text: string): MinuteSpan {
  const [, fromHour, fromMinute, toHour, toMinute] = spanText.exec(text) ?? []
  return { from: Number(fromHour) * 60 + Number(fromMinute), to: Number(toHour) * 60 + Number(toMinute) }
}

/** The opening hours of a weekday, whatever the closures say. */
export const weekdayHours = (calendar: WorkingCalendar, weekday: Weekday): MinuteSpan[] => calendar.hours[weekday].map(parseSpan)

/** The closure that covers a local date ("YYYY-MM-DD"), if one does. */
export const closureOn = (calendar: WorkingCalendar, date: string): Closure | undefined =>
  calendar.closures.find(closure => closure.from <= date && date <= closure.to)

/** A stretch of time in which the business is open, from the first instant to the one after the last. */
export type OpenSpan = { from: Millis, to: Millis }

/** After so many days without opening we stop looking: a business closed that long promises nothing. */
const horizonDays = 1500

/** The open spans of one local day ("YYYY-MM-DD"), in order; clock changes make them shorter or longer. */
export function openSpansOn(calendar: WorkingCalendar, date: string): OpenSpan[] {
  if (closureOn(calendar, date)) return []
  return weekdayHours(calendar, weekdayOf(date))
    .map(({ from, to }) => ({ from: instantAt(date, from, calendar.timeZone), to: instantAt(date, to, calendar.timeZone) }))
    .filter(span => span.from < span.to)
}

/** All open spans that end after `since`, in order, day after day; ends after 1,500 days. */
export function* openSpansFrom(calendar: WorkingCalendar, since: Millis): Generator<OpenSpan> {
  const firstDate = localTime(since, calendar.timeZone).date
  for (let day = 0; day <= horizonDays; day++) {
    for (const span of openSpansOn(calendar, addDays(firstDate, day))) if (span.to > since) yield span
  }
}

export function isOpenAt(calendar: WorkingCalendar, at: Millis): boolean {
  return openSpansOn(calendar, localTime(at, calendar.timeZone).date).some(span => span.from <= at && at < span.to)
}

/** When the opening that is going on ends; undefined when closed. Days that touch count as one, for at most a week. */
export function openUntil(calendar: WorkingCalendar, now: Millis): Millis | undefined {
  let end: Millis | undefined
  for (const span of openSpansFrom(calendar, now)) {
    const goesOn = end === undefined ? span.from <= now : span.from === end
    if (!goesOn || span.to - now > 7 * 86_400_000) break
    end = span.to
  }
  return end
}

/** When it opens the next time after `now`; undefined when that is not in sight, or when it never closes. */
export function nextOpening(calendar: WorkingCalendar, now: Millis): Millis | undefined {
  let end = now
  for (const span of openSpansFrom(calendar, now)) {
    if (span.from > end) return span.from
    end = span.to
  }
  return undefined
}
