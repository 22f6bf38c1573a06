import { describe, expect, it } from 'vitest'
import { calendarFile, type CalendarEntry } from '#domain/standard/calendar-file.ts'

const now = Date.UTC(2026, 10, 25, 12)
const entry: CalendarEntry = { uid: 'a@kvarn', from: Date.UTC(2026, 10, 27, 9), to: Date.UTC(2026, 10, 27, 11), title: 'Washing machine repair', sequence: 7 }
const linesOf = (more: Partial<CalendarEntry> = {}, zone = 'Europe/Stockholm') => calendarFile({ ...entry, ...more }, zone, now).split('\r\n')

describe('a calendar file', () => {
  it('tells the times by the business\'s own clock, with its zone', () => {
    const lines = linesOf()
    expect(lines).toContain('DTSTART;TZID=Europe/Stockholm:20261127T100000')
    expect(lines).toContain('DTEND;TZID=Europe/Stockholm:20261127T120000')
    expect(lines).toContain('DTSTAMP:20261125T120000Z')
    expect(lines.slice(5, 13)).toEqual([
      'BEGIN:VTIMEZONE', 'TZID:Europe/Stockholm', 'BEGIN:STANDARD', 'DTSTART:20261025T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE',
    ])
  })

  it('knows summer time and zones whose clock never changes', () => {
    const summer = linesOf({ from: Date.UTC(2026, 6, 1, 8), to: Date.UTC(2026, 6, 1, 9) })
    expect(summer).toContain('DTSTART;TZID=Europe/Stockholm:20260701T100000')
    expect(summer).toContain('BEGIN:DAYLIGHT')
    expect(summer).toContain('DTSTART:20260329T020000')
    const moscow = linesOf({}, 'Europe/Moscow')
    expect(moscow).toContain('DTSTART:19700101T000000')
    expect(moscow).toContain('TZOFFSETTO:+0300')
    expect(linesOf({}, 'America/St_Johns')).toContain('TZOFFSETTO:-0330')
  })

  it('keeps commas, semicolons and line ends within the text', () => {
    expect(linesOf({ place: 'Storgatan 1, Fyriköping; yard\nback' })).toContain('LOCATION:Storgatan 1\\, Fyriköping\\; yard\\nback')
  })

  it('has no line over 75 octets and cuts no letter in two', () => {
    const text = 'Мастер приедет и посмотрит машину. '.repeat(8)
    const file = calendarFile({ ...entry, text }, 'Europe/Stockholm', now)
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(file.replaceAll('\r\n ', '')).toContain(`DESCRIPTION:${text}`)
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })
})
