import { describe, expect, it } from 'vitest'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'
import { promiseClock } from '../../../src/desk/queue/promise-clock.ts'

const day = ['08:00-16:00']
const calendar: WorkingCalendar = { timeZone: 'UTC', hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] }, closures: [] }
/** November 2026: the 12th is a Thursday. */
const at = (date: number, hour: number, minute = 0) => Date.UTC(2026, 10, date, hour, minute)
const ours = (by: number) => ({ who: 'business', key: 'read', by }) as const
const kindAt = (now: number, by: number, since: number) => promiseClock(ours(by), since, calendar, now).kind

describe('the clock of a promise', () => {
  it('is at risk in the last quarter, and late from the promised minute on', () => {
    const [since, by] = [at(12, 8), at(12, 16)]
    expect([at(12, 13, 59), at(12, 14), at(12, 15, 59), at(12, 16)].map(now => kindAt(now, by, since))).toEqual(['onTime', 'atRisk', 'atRisk', 'late'])
  })

  it('counts opening hours: a weekend before a Monday deadline is no time left', () => {
    expect(kindAt(at(13, 15), at(16, 9), at(12, 8))).toBe('atRisk')
    expect(kindAt(at(13, 15), at(16, 12), at(13, 8))).toBe('onTime')
  })

  it('is at risk in the last half hour of a short promise', () => {
    expect([at(12, 9, 29), at(12, 9, 30)].map(now => kindAt(now, at(12, 10), at(12, 9, 10)))).toEqual(['onTime', 'atRisk'])
  })

  it('does not run while it is the client\'s turn, or where nothing was promised', () => {
    expect(promiseClock({ who: 'client', key: 'yourChoice', by: at(12, 8) }, at(11, 8), calendar, at(12, 9))).toEqual({ kind: 'none' })
    expect(promiseClock({ who: 'business', key: 'check' }, at(11, 8), calendar, at(12, 9))).toEqual({ kind: 'none' })
  })
})
