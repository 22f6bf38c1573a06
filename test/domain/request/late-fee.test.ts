import { describe, expect, it } from 'vitest'
import { freeUntil } from '#domain/catalog/visit-policy.ts'
import { freeUntilOf, lateFeeOf } from '#domain/request/late-fee.ts'
import { nextStep } from '#domain/request/next-step.ts'
import { owedBy } from '#domain/request/totals.ts'
import { agreed, submitted, visit } from './example-histories.ts'
import { calendar, dayMs, hourMs, manager, phone, reception, server, spoken, start, termsHash, washer } from './example-shop.ts'

const policy = { daysBefore: 1, until: '12:00', lateFee: 59_000 }
const service = { ...washer, visits: policy }
const facts = { ...server, calendar }
const times = [visit(3), visit(4)]
/** Appointed for Thursday, 9:00. Free until Wednesday, 12:00. */
const appointed = agreed.withService(service).with(facts).give('proposeTimes', { times }, reception).give('confirmTime', { time: visit(3) })
const late = appointed.later(2 * dayMs + 6 * hourMs)

describe('the free time of a visit', () => {
  it('ends at an hour of the working day before, however many closed days lie between', () => {
    expect(freeUntil(policy, visit(3).from, calendar)).toBe(start + 2 * dayMs + 3 * hourMs)
    expect(freeUntil(policy, visit(7).from, calendar)).toBe(start + 4 * dayMs + 3 * hourMs)
    expect(freeUntil({ ...policy, daysBefore: 0, until: '23:00' }, visit(3).from, calendar)).toBe(visit(3).from)
  })

  it('is told only for a time that is fixed, of a service with such a rule', () => {
    expect(freeUntilOf(appointed.row, { service, calendar })).toBe(start + 2 * dayMs + 3 * hourMs)
    expect(freeUntilOf(appointed.row, { service: washer, calendar })).toBeUndefined()
    expect(freeUntilOf({ appointment: { ...visit(3), isTentative: true } }, { service, calendar })).toBeUndefined()
    expect(lateFeeOf(appointed.row, { service, calendar }, visit(3).to + 1)).toBe(0)
  })
})

describe('a visit that is moved or cancelled', () => {
  it('costs nothing in time, and afterwards exactly what was shown', () => {
    expect(appointed.give('cancelTime', {}).row).not.toHaveProperty('fees')
    expect(appointed.refusal('cancelTime', { fee: 59_000 })).toBe('price-changed')
    expect(late.refusal('cancelTime', {})).toBe('price-changed')
    const cancelled = late.give('cancelTime', { reason: 'Ill', fee: 59_000 })
    expect(cancelled.row).toMatchObject({ fees: 59_000 })
    expect(owedBy(cancelled.row)).toBe(59_000)
    expect(cancelled.give('recordPayment', { amount: 59_000, method: 'Swish' }, reception).row.paid).toBe(59_000)
  })

  it('costs the same when it is moved, and when the whole request is cancelled', () => {
    const again = late.give('proposeTimes', { times: [visit(5)] }, reception)
    expect(again.refusal('moveTime', { time: visit(5) })).toBe('price-changed')
    expect(again.give('moveTime', { time: visit(5), fee: 59_000 }).row).toMatchObject({ fees: 59_000, appointment: visit(5) })
    expect(late.refusal('cancel', { reason: 'Sold it' })).toBe('price-changed')
    expect(late.give('cancel', { reason: 'Sold it', fee: 59_000 }).row).toMatchObject({ state: 'cancelled', fees: 59_000 })
  })

  it('costs the client nothing when it is the business that calls it off, and no more than is due when staff record it', () => {
    expect(late.give('cancelTime', {}, reception).row).not.toHaveProperty('fees')
    expect(late.give('cancel', { reason: 'No part' }, manager).row).not.toHaveProperty('fees')
    expect(late.refusal('cancelTime', { fee: 59_000 }, reception)).toBe('not-allowed-for-you')
    expect(late.refusal('cancelTime', { fee: 60_000 }, reception, { via: spoken })).toBe('price-changed')
    expect(late.give('cancelTime', { fee: 59_000 }, reception, { via: spoken }).row.fees).toBe(59_000)
    expect(late.give('cancelTime', {}, reception, { via: spoken }).row).not.toHaveProperty('fees')
  })

  it('is free where the phone knows no calendar: the server has the last word', () => {
    expect(late.with(phone).give('cancelTime', {}).row).not.toHaveProperty('fees')
  })
})

describe('a visit before the price', () => {
  const priced = submitted.give('proposeTimes', { times, price: 50_000 }, reception)

  it('is the client\'s turn until a time is taken', () => {
    expect(nextStep(priced.row, { calendar })).toEqual({ who: 'client', key: 'chooseTime' })
    expect(nextStep(priced.give('confirmTime', { time: visit(3), price: 50_000, termsHash }).row, { calendar })).toMatchObject({ who: 'business' })
  })

  it('is not to be paid when it is called off before it begins', () => {
    const visited = priced.give('confirmTime', { time: visit(3), price: 50_000, termsHash })
    expect(visited.give('cancelTime', {}).row).not.toHaveProperty('visit')
    expect(visited.later(3 * dayMs).give('cancelTime', {}).row.visit).toMatchObject({ price: 50_000 })
  })
})
