import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { deadline, promises, standardSchema } from '#domain/standard/standard.ts'
import { workingCalendarSchema } from '#domain/standard/working-calendar.ts'

const at = (iso: string) => Date.parse(iso)
const day = ['08:00-18:00']
const calendar = v.parse(workingCalendarSchema, { timeZone: 'Europe/Stockholm', hours: { mon: day, tue: day, wed: day, thu: day, fri: day } })
const standard = v.parse(standardSchema, { answerWithin: 2, proposalWithin: 10, completionWithin: 3, updateEvery: 1, quality: [{ en: 'Runs a full cycle' }] })

describe('a standard', () => {
  it('turns its promises into moments: hours while open, days to closing time', () => {
    const friday = at('2026-11-27T17:00:00+01:00')
    expect(Object.fromEntries(promises.map(promise => [promise, new Date(deadline(standard, promise, friday, calendar)).toISOString()]))).toEqual({
      answerWithin: '2026-11-30T08:00:00.000Z',
      proposalWithin: '2026-11-30T16:00:00.000Z',
      completionWithin: '2026-12-02T17:00:00.000Z',
      updateEvery: '2026-11-30T17:00:00.000Z',
    })
  })

  it('refuses promises that are none', () => {
    const parse = (change: object) => v.safeParse(standardSchema, { ...standard, ...change }).success
    expect([parse({}), parse({ answerWithin: 0 }), parse({ completionWithin: 1.5 }), parse({ updateEvery: 0 }), parse({ rest: 1 })]).toEqual([true, false, false, false, false])
  })
})
