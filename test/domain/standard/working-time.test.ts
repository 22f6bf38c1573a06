import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { addWorkingDays, addWorkingMinutes, workingMinutesBetween } from '#domain/standard/working-time.ts'
import { isOpenAt, workingCalendarSchema } from '#domain/standard/working-calendar.ts'

const at = (iso: string) => Date.parse(iso)
const day = ['08:00-18:00']
const hours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: ['10:00-14:00'] }
const shop = v.parse(workingCalendarSchema, { timeZone: 'Europe/Stockholm', hours, closures: [{ from: '2026-12-24', to: '2026-12-26', reason: { en: 'Christmas' } }] })
const nightWatch = v.parse(workingCalendarSchema, {
  timeZone: 'Europe/Stockholm', hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map(name => [name, ['00:00-06:00']])),
})
const kolkata = v.parse(workingCalendarSchema, { timeZone: 'Asia/Kolkata', hours })

describe('working minutes', () => {
  it('run while it is open', () => {
    expect(addWorkingMinutes(shop, at('2026-11-24T14:00:00+01:00'), 120)).toBe(at('2026-11-24T16:00:00+01:00'))
  })

  it('may be used up exactly at closing time', () => {
    expect(addWorkingMinutes(shop, at('2026-11-24T16:00:00+01:00'), 120)).toBe(at('2026-11-24T18:00:00+01:00'))
  })

  it('wait over nights, Sundays and closures', () => {
    expect(addWorkingMinutes(shop, at('2026-11-24T17:00:00+01:00'), 120)).toBe(at('2026-11-25T09:00:00+01:00'))
    expect(addWorkingMinutes(shop, at('2026-11-28T13:30:00+01:00'), 60)).toBe(at('2026-11-30T08:30:00+01:00'))
    expect(addWorkingMinutes(shop, at('2026-12-23T17:30:00+01:00'), 60)).toBe(at('2026-12-28T08:30:00+01:00'))
    expect(addWorkingMinutes(shop, at('2026-11-25T03:00:00+01:00'), 60)).toBe(at('2026-11-25T09:00:00+01:00'))
  })

  it('are real minutes in the nights when clocks change', () => {
    expect(addWorkingMinutes(nightWatch, at('2027-03-28T00:00:00+01:00'), 5 * 60)).toBe(at('2027-03-28T06:00:00+02:00'))
    expect(addWorkingMinutes(nightWatch, at('2027-03-28T00:00:00+01:00'), 6 * 60)).toBe(at('2027-03-29T01:00:00+02:00'))
    expect(addWorkingMinutes(nightWatch, at('2026-10-25T00:00:00+02:00'), 7 * 60)).toBe(at('2026-10-25T06:00:00+01:00'))
  })

  it('work in a zone that never changes its clocks, half hours included', () => {
    expect(addWorkingMinutes(kolkata, at('2026-10-23T17:30:00+05:30'), 60)).toBe(at('2026-10-24T10:30:00+05:30'))
    expect(addWorkingMinutes(kolkata, at('2027-03-27T13:30:00+05:30'), 60)).toBe(at('2027-03-29T08:30:00+05:30'))
  })

  it('are as many afterwards as were added, and end while it is open or just closed', () => {
    const moments = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') })
    fc.assert(fc.property(fc.constantFrom(shop, nightWatch, kolkata), moments, fc.integer({ min: 1, max: 4_000 }), (calendar, from, minutes) => {
      const end = addWorkingMinutes(calendar, from, minutes)
      expect(workingMinutesBetween(calendar, from, end)).toBeCloseTo(minutes, 6)
      expect(isOpenAt(calendar, end - 1)).toBe(true)
    }), { seed: 20261122, numRuns: 300 })
  })

  it('go by the clock where a business has closed for years', () => {
    const closed = v.parse(workingCalendarSchema, { timeZone: 'UTC', hours, closures: [{ from: '2026-01-01', to: '2036-01-01', reason: { en: 'Closed' } }] })
    expect(addWorkingMinutes(closed, at('2026-11-24T09:00:00Z'), 30)).toBe(at('2026-11-24T09:30:00Z'))
  })
})

describe('working days', () => {
  it('end when the business closes', () => {
    expect(addWorkingDays(shop, at('2026-11-24T09:00:00+01:00'), 1)).toBe(at('2026-11-25T18:00:00+01:00'))
    expect(addWorkingDays(shop, at('2026-11-24T23:00:00+01:00'), 3)).toBe(at('2026-11-27T18:00:00+01:00'))
  })

  it('leave out Sundays and closures, and a Saturday ends at two', () => {
    expect(addWorkingDays(shop, at('2026-11-27T09:00:00+01:00'), 1)).toBe(at('2026-11-28T14:00:00+01:00'))
    expect(addWorkingDays(shop, at('2026-11-28T09:00:00+01:00'), 1)).toBe(at('2026-11-30T18:00:00+01:00'))
    expect(addWorkingDays(shop, at('2026-12-23T09:00:00+01:00'), 2)).toBe(at('2026-12-29T18:00:00+01:00'))
  })

  it('mean today with none of them, or the next day when today is over', () => {
    expect(addWorkingDays(shop, at('2026-11-24T09:00:00+01:00'), 0)).toBe(at('2026-11-24T18:00:00+01:00'))
    expect(addWorkingDays(shop, at('2026-11-24T19:00:00+01:00'), 0)).toBe(at('2026-11-25T18:00:00+01:00'))
  })
})
