import * as v from 'valibot'
import type { Millis } from '../ids.ts'
import { addDays, instantAt, localTime } from '../standard/local-time.ts'
import { openSpansOn, type WorkingCalendar } from '../standard/working-calendar.ts'

const hour = /^([01]\d|2[0-3]):([0-5]\d)$/

/** Until when a visit may be moved or cancelled for nothing, and what it costs after that. */
export const visitPolicySchema = v.strictObject({
  /** How many working days before the visit the free time ends; 0 is the day itself. */
  daysBefore: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30)),
  /** The hour of that day by the business's clock. */
  until: v.pipe(v.string(), v.regex(hour, 'is not an hour such as "12:00"')),
  /** In minor units of the business's currency, tax included. */
  lateFee: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type VisitPolicy = v.InferOutput<typeof visitPolicySchema>

const longestClosureDays = 60

/** The last moment at which a visit that begins at `from` may be moved or cancelled for nothing. */
export function freeUntil({ daysBefore, until }: VisitPolicy, from: Millis, calendar: WorkingCalendar): Millis {
  let date = localTime(from, calendar.timeZone).date
  let left = daysBefore
  for (let day = 0; left > 0 && day < longestClosureDays; day++) {
    date = addDays(date, -1)
    if (openSpansOn(calendar, date).length > 0) left--
  }
  const [hours = 0, minutes = 0] = until.split(':').map(Number)
  return Math.min(from, instantAt(date, hours * 60 + minutes, calendar.timeZone))
}
