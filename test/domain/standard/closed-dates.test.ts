import { describe, expect, it } from 'vitest'
import { closedDates } from '#domain/standard/closed-dates.ts'

describe('The days on which a business is closed by announcement', () => {
  it('are every date of every closure, both ends included', () => {
    const reason = { en: 'Holiday' }
    expect(closedDates({ closures: [{ from: '2026-12-30', to: '2027-01-01', reason }, { from: '2027-01-06', to: '2027-01-06', reason }] }))
      .toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-06'])
  })

  it('end with the year, however long a closure was written', () => {
    expect(closedDates({ closures: [{ from: '2026-01-01', to: '2036-01-01', reason: { en: 'Closed' } }] })).toHaveLength(366)
  })
})
