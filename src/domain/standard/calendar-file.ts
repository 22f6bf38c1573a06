import type { Millis } from '../ids.ts'
import { localTime } from './local-time.ts'

/** One appointment for a calendar file. `sequence` grows with every change, so that a calendar takes the newer one. */
export type CalendarEntry = {
  uid: string
  from: Millis
  to: Millis
  title: string
  place?: string | undefined
  text?: string | undefined
  url?: string | undefined
  isTentative?: boolean
  sequence: number
}

const dayMs = 86_400_000
const minuteMs = 60_000
const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')

/** Minutes that the clock of a zone is before UTC. */
function offsetAt(at: Millis, timeZone: string): number {
  const { date, minuteOfDay } = localTime(at, timeZone)
  return Math.round((Date.parse(date) + minuteOfDay * minuteMs - Math.floor(at / minuteMs) * minuteMs) / minuteMs)
}

/** "20261127T100000", by a clock that stands `offset` minutes before UTC. */
function stampOf(at: Millis, offset: number): string {
  return new Date(at + offset * minuteMs).toISOString().slice(0, 19).replace(/[-:]/g, '')
}

const offsetText = (minutes: number) => `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}${pad(Math.abs(minutes) % 60)}`

/** The last change of the clock before `at`, within a year and a bit; undefined where it never changes. */
function lastClockChange(at: Millis, timeZone: string): Millis | undefined {
  const offset = offsetAt(at, timeZone)
  for (let day = 1; day <= 400; day++) {
    if (offsetAt(at - day * dayMs, timeZone) === offset) continue
    let [before, after] = [at - day * dayMs, at - (day - 1) * dayMs]
    while (after - before > minuteMs) {
      const middle = Math.floor((before + after) / 2 / minuteMs) * minuteMs
      if (offsetAt(middle, timeZone) === offset) after = middle
      else before = middle
    }
    return after
  }
  return undefined
}

/** The zone as RFC 5545 wants it beside the times: the rule in force when the appointment begins. */
function zoneLines(from: Millis, timeZone: string): string[] {
  const to = offsetAt(from, timeZone)
  const change = lastClockChange(from, timeZone)
  const before = change === undefined ? to : offsetAt(change - minuteMs, timeZone)
  const name = to > before ? 'DAYLIGHT' : 'STANDARD'
  return [
    'BEGIN:VTIMEZONE', `TZID:${timeZone}`, `BEGIN:${name}`, `DTSTART:${change === undefined ? '19700101T000000' : stampOf(change, before)}`,
    `TZOFFSETFROM:${offsetText(before)}`, `TZOFFSETTO:${offsetText(to)}`, `END:${name}`, 'END:VTIMEZONE',
  ]
}

const escaped = (text: string) => text.replace(/[\\;,]/g, sign => `\\${sign}`).replace(/\r?\n/g, '\\n')

/** How many octets a character takes in UTF-8. */
const octetsOf = (code: number) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)

/** Lines of at most 75 octets, never cut within a character. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const sign of line) {
    const octets = octetsOf(sign.codePointAt(0) ?? 0)
    if (size + octets > 74) {
      parts.push(part)
      part = ''
      size = 0
    }
    part += sign
    size += octets
  }
  return [...parts, part].join('\r\n ')
}

/** An iCalendar file (RFC 5545) with one appointment, its times by the wall clock of `timeZone` (IANA). */
export function calendarFile({ uid, from, to, title, place, text, url, isTentative = false, sequence }: CalendarEntry, timeZone: string, now: Millis): string {
  const local = (at: Millis) => stampOf(at, offsetAt(at, timeZone))
  return [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Servus//Portal//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH',
    ...zoneLines(from, timeZone),
    'BEGIN:VEVENT', `UID:${uid}`, `DTSTAMP:${stampOf(now, 0)}Z`, `SEQUENCE:${sequence}`,
    `DTSTART;TZID=${timeZone}:${local(from)}`, `DTEND;TZID=${timeZone}:${local(to)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place ? [`LOCATION:${escaped(place)}`] : []),
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []),
    ...(url ? [`URL:${url}`] : []),
    `STATUS:${isTentative ? 'TENTATIVE' : 'CONFIRMED'}`,
    'END:VEVENT', 'END:VCALENDAR', '',
  ].map(folded).join('\r\n')
}
