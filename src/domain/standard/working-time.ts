import type { Millis } from '../ids.ts'
import { addDays, localTime } from './local-time.ts'
import { openSpansFrom, openSpansOn, type WorkingCalendar } from './working-calendar.ts'

/**
 * The moment by which the business has been open for `minutes` since `from`. Where it does not open for 1,500 days the minutes
 * are counted by the clock from the last opening on, so that a promise always has an end.
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Millis, minutes: number): Millis {
  let leftMs = minutes * 60_000
  let last = from
  if (leftMs <= 0) return from
  for (const span of openSpansFrom(calendar, from)) {
    const begin = Math.max(span.from, from)
    if (span.to - begin >= leftMs) return begin + leftMs
    leftMs -= span.to - begin
    last = span.to
  }
  return last + leftMs
}

/** For how many minutes the business was open between two moments; 0 when `to` is not after `from`. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Millis, to: Millis): number {
  let openMs = 0
  for (const span of openSpansFrom(calendar, from)) {
    if (span.from >= to) break
    openMs += Math.min(span.to, to) - Math.max(span.from, from)
  }
  return openMs / 60_000
}

/**
 * Closing time of the working day `days` working days after `from`: 1 is the next day that opens, 0 the day itself
 * (the next one when that day's hours are over).
 */
export function addWorkingDays(calendar: WorkingCalendar, from: Millis, days: number): Millis {
  const firstDate = localTime(from, calendar.timeZone).date
  const isTodayOver = !openSpansOn(calendar, firstDate).some(span => span.to > from)
  let left = days + (days === 0 && isTodayOver ? 1 : 0)
  for (let day = left === 0 ? 0 : 1; day <= 1500; day++) {
    const closes = openSpansOn(calendar, addDays(firstDate, day)).at(-1)?.to
    if (closes === undefined) continue
    if (left <= 1) return closes
    left--
  }
  return from + days * 86_400_000
}
