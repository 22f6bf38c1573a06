import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { closureOn, weekdayHours, workingCalendarSchema } from '#domain/standard/working-calendar.ts'

const week = { mon: ['08:00-12:00', '13:00-18:00'], sat: ['10:00-14:00'] }
const messagesOf = (input: unknown) => v.safeParse(workingCalendarSchema, input).issues?.map(issue => issue.message)

describe('a working calendar', () => {
  it('reads hours as people write them, and days that are left out are closed', () => {
    const calendar = v.parse(workingCalendarSchema, { timeZone: 'Europe/Stockholm', hours: week })
    expect(weekdayHours(calendar, 'mon')).toEqual([{ from: 480, to: 720 }, { from: 780, to: 1080 }])
    expect(weekdayHours(calendar, 'sun')).toEqual([])
  })

  it('can be read again from what reading it gave', () => {
    const once = v.parse(workingCalendarSchema, { timeZone: 'Europe/Stockholm', hours: week, closures: [{ from: '2026-12-24', to: '2026-12-26', reason: { en: 'Christmas' } }] })
    expect(v.parse(workingCalendarSchema, once)).toEqual(once)
  })

  it('covers both ends of a closure', () => {
    const calendar = v.parse(workingCalendarSchema, { timeZone: 'UTC', hours: week, closures: [{ from: '2026-12-24', to: '2026-12-26', reason: { sv: 'Julledigt' } }] })
    expect(['2026-12-23', '2026-12-24', '2026-12-26', '2026-12-27'].map(date => closureOn(calendar, date)?.reason.sv)).toEqual([undefined, 'Julledigt', 'Julledigt', undefined])
  })

  it.each([
    ['8-18', 'is not a span of hours such as "08:00-18:00"'],
    ['08:00-24:30', 'is not a span of hours such as "08:00-18:00"'],
    ['18:00-02:00', 'ends before it begins; hours past midnight are written on the next day'],
  ])('refuses the hours %s and says why', (span, message) => {
    expect(messagesOf({ timeZone: 'UTC', hours: { mon: [span] } })).toContain(message)
  })

  it('refuses spans that overlap, weeks without hours, unknown zones, days and dates', () => {
    expect(messagesOf({ timeZone: 'UTC', hours: { mon: ['08:00-12:00', '11:00-18:00'] } })).toEqual(['has spans that overlap or stand out of order'])
    expect(messagesOf({ timeZone: 'UTC', hours: { mon: [] } })).toEqual(['needs at least one day with opening hours'])
    expect(messagesOf({ timeZone: 'Stockholm', hours: week })).toEqual(['is not a time zone such as Europe/Stockholm'])
    expect(messagesOf({ timeZone: 'UTC', hours: { ...week, monday: [] } })).toHaveLength(1)
    expect(messagesOf({ timeZone: 'UTC', hours: week, closures: [{ from: '2026-02-30', to: '2026-03-01', reason: { en: 'x' } }] })).toEqual(['is not a date such as 2026-12-24'])
    expect(messagesOf({ timeZone: 'UTC', hours: week, closures: [{ from: '2026-03-02', to: '2026-03-01', reason: { en: 'x' } }] })).toEqual(['ends before it begins'])
  })
})
