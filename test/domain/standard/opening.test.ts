import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { isOpenAt, nextOpening, openUntil, workingCalendarSchema } from '#domain/standard/working-calendar.ts'

const at = (iso: string) => Date.parse(iso)
const day = ['08:00-18:00']
const shop = v.parse(workingCalendarSchema, {
  timeZone: 'Europe/Stockholm',
  hours: { mon: ['08:00-12:00', '13:00-18:00'], tue: day, wed: day, thu: day, fri: day, sat: ['10:00-14:00'] },
  closures: [{ from: '2026-12-24', to: '2026-12-26', reason: { en: 'Christmas' } }],
})
const always = v.parse(workingCalendarSchema, {
  timeZone: 'Europe/Stockholm', hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map(name => [name, ['00:00-24:00']])),
})

describe('opening hours', () => {
  it('include the first minute and not the last', () => {
    expect(isOpenAt(shop, at('2026-11-24T08:00:00+01:00'))).toBe(true)
    expect(isOpenAt(shop, at('2026-11-24T07:59:59+01:00'))).toBe(false)
    expect(isOpenAt(shop, at('2026-11-24T17:59:59+01:00'))).toBe(true)
    expect(isOpenAt(shop, at('2026-11-24T18:00:00+01:00'))).toBe(false)
  })

  it('say until when it is open, and nothing while it is closed', () => {
    expect(openUntil(shop, at('2026-11-23T09:00:00+01:00'))).toBe(at('2026-11-23T12:00:00+01:00'))
    expect(openUntil(shop, at('2026-11-23T12:30:00+01:00'))).toBeUndefined()
  })

  it('say when it opens next: after lunch, over the weekend, over a closure', () => {
    expect(nextOpening(shop, at('2026-11-23T09:00:00+01:00'))).toBe(at('2026-11-23T13:00:00+01:00'))
    expect(nextOpening(shop, at('2026-11-28T15:00:00+01:00'))).toBe(at('2026-11-30T08:00:00+01:00'))
    expect(nextOpening(shop, at('2026-12-24T09:00:00+01:00'))).toBe(at('2026-12-28T08:00:00+01:00'))
  })

  it('are closed on a closure', () => {
    expect(isOpenAt(shop, at('2026-12-24T10:00:00+01:00'))).toBe(false)
  })

  it('never end for who is always open', () => {
    const now = at('2026-11-24T12:00:00+01:00')
    expect(openUntil(always, now)! - now).toBeGreaterThan(6 * 86_400_000)
    expect(nextOpening(always, now)).toBeUndefined()
  })

  it('keep to the wall clock over a clock change', () => {
    expect(nextOpening(shop, at('2027-03-27T15:00:00+01:00'))).toBe(at('2027-03-29T08:00:00+02:00'))
    expect(nextOpening(shop, at('2026-10-24T15:00:00+02:00'))).toBe(at('2026-10-26T08:00:00+01:00'))
  })
})
