import { describe, expect, it } from 'vitest'
import { owedBy } from '#domain/request/totals.ts'
import { agreed, inProgress, submitted } from './example-histories.ts'
import { executor, line, manager, reception } from './example-shop.ts'

const lines = [line('work', 80_000, { kind: 'labour', why: 'The drum had to come out' }), line('pump', 40_000)]

describe('money', () => {
  it('is owed as deposit, then as the bill, less what was paid, plus what went back', () => {
    const deposit = agreed.give('requireDeposit', { amount: 30_000 }, manager)
    expect(owedBy(deposit.row)).toBe(30_000)
    const paid = deposit.give('recordPayment', { amount: 30_000, method: 'card' }, reception)
    expect(owedBy(paid.row)).toBe(0)
    const billed = paid.give('start', {}, executor).give('finish', { lines }, executor).give('issueBill', {}, manager)
    expect(billed.row.billed).toBe(120_000)
    expect(owedBy(billed.row)).toBe(90_000)
    const refunded = billed.give('refund', { amount: 10_000, reason: 'Paid by mistake' }, manager)
    expect(owedBy(refunded.row)).toBe(100_000)
  })

  it('is billed as it was agreed until the work is finished', () => {
    expect(inProgress.give('issueBill', {}, manager).row.billed).toBe(100_000)
  })

  it('is never paid back beyond what came in', () => {
    const paid = agreed.give('recordPayment', { amount: 100, method: 'cash' }, reception).give('refund', { amount: 60, reason: 'Half' }, manager)
    expect(paid.refusal('refund', { amount: 41, reason: 'More' }, manager)).toBe('more-than-paid')
    expect(paid.refusal('refund', { amount: 40, reason: 'All' }, manager)).toBeUndefined()
  })

  it('is the business of reception and manager, once something was agreed', () => {
    for (const name of ['requireDeposit', 'recordPayment'] as const) {
      expect(submitted.refusal(name, { amount: 1, method: 'card' }, manager)).toBe('nothing-agreed')
      expect(agreed.refusal(name, { amount: 1, method: 'card' }, executor)).toBe('not-allowed-for-you')
    }
  })
})
