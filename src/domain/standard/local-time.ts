import type { Millis } from '../ids.ts'

/** Weekdays as content files write them; ISO 8601 order. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** What a clock and a calendar on the wall show. `date` is "YYYY-MM-DD", `minuteOfDay` counts from 0:00 by the clock. */
export type LocalTime = { date: string, weekday: Weekday, hour: number, minute: number, minuteOfDay: number }

const formatsByZone = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formatsByZone.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    })
    formatsByZone.set(timeZone, format)
  }
  return format
}

/** Whether this is an IANA time zone that the machine knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(formatFor(timeZone))
  } catch {
    return false
  }
}

/** The wall clock in `timeZone` (IANA) at an instant, read as if it stood in UTC. */
function wallClock(at: Millis, timeZone: string): Millis {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) if (type !== 'literal') parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The local time at an instant. Throws a RangeError for a time zone that does not exist. */
export function localTime(at: Millis, timeZone: string): LocalTime {
  const wall = new Date(wallClock(at, timeZone))
  const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()]
  return {
    date: wall.toISOString().slice(0, 10),
    weekday: weekdays[(wall.getUTCDay() + 6) % 7]!,
    hour, minute, minuteOfDay: hour * 60 + minute,
  }
}

const dayMs = 86_400_000

/** `date` plus whole days, both "YYYY-MM-DD". */
export const addDays = (date: string, days: number) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)

export const weekdayOf = (date: string): Weekday => weekdays[(new Date(Date.parse(date)).getUTCDay() + 6) % 7]!

/** Whole days from one local date to another. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs)

/**
 * The instant at which the clock in `timeZone` shows `minuteOfDay` of `date`. A time that a clock change skips is moved on by
 * the change, of a time that comes twice the first is meant (as RFC 5545 and Temporal's "compatible" say). 1440 is the day's end.
 */
export function instantAt(date: string, minuteOfDay: number, timeZone: string): Millis {
  const wall = Date.parse(date) + minuteOfDay * 60_000
  const offsetAt = (at: Millis) => wallClock(at, timeZone) - at
  const before = wall - offsetAt(wall - dayMs)
  const after = wall - offsetAt(wall + dayMs)
  if (wallClock(before, timeZone) === wall) return before
  return wallClock(after, timeZone) === wall ? after : before
}
