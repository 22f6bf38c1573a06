import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, instantAt, isTimeZone, localTime } from '#domain/standard/local-time.ts'

const at = (iso: string) => Date.parse(iso)

describe('local time', () => {
  it('reads the wall clock of a zone', () => {
    expect(localTime(at('2026-07-01T22:30:00Z'), 'Europe/Stockholm')).toEqual({ date: '2026-07-02', weekday: 'thu', hour: 0, minute: 30, minuteOfDay: 30 })
    expect(localTime(at('2026-07-01T22:30:00Z'), 'Asia/Kolkata')).toEqual({ date: '2026-07-02', weekday: 'thu', hour: 4, minute: 0, minuteOfDay: 240 })
    expect(localTime(at('2026-07-01T22:30:00Z'), 'America/New_York').date).toBe('2026-07-01')
  })

  it('finds the instant of a wall time in summer and in winter', () => {
    expect(instantAt('2026-07-01', 8 * 60, 'Europe/Stockholm')).toBe(at('2026-07-01T06:00:00Z'))
    expect(instantAt('2026-12-01', 8 * 60, 'Europe/Stockholm')).toBe(at('2026-12-01T07:00:00Z'))
    expect(instantAt('2026-12-01', 24 * 60, 'Europe/Stockholm')).toBe(at('2026-12-01T23:00:00Z'))
  })

  it('moves a time that the spring change skips on by the change', () => {
    expect(instantAt('2027-03-28', 2 * 60 + 30, 'Europe/Stockholm')).toBe(at('2027-03-28T01:30:00Z'))
    expect(localTime(at('2027-03-28T01:30:00Z'), 'Europe/Stockholm').hour).toBe(3)
  })

  it('takes the first of a time that comes twice in autumn', () => {
    expect(instantAt('2026-10-25', 2 * 60 + 30, 'Europe/Stockholm')).toBe(at('2026-10-25T00:30:00Z'))
  })

  it('comes back to the wall time it started from, wherever no clock is changed', () => {
    const zones = ['Europe/Stockholm', 'Asia/Yekaterinburg', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe', 'UTC']
    fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 4 * 60, max: 1439 }), (zone, day, minute) => {
      const date = addDays('2000-01-01', day)
      const back = localTime(instantAt(date, minute, zone), zone)
      expect([back.date, back.minuteOfDay]).toEqual([date, minute])
    }), { seed: 20261122, numRuns: 500 })
  })

  it('counts days over months and leap years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
  })

  it('knows which zones there are', () => {
    expect(isTimeZone('Europe/Stockholm')).toBe(true)
    expect(isTimeZone('Europe/Fyriköping')).toBe(false)
  })
})
