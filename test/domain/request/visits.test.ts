import { describe, expect, it } from 'vitest'
import { nextStep } from '#domain/request/next-step.ts'
import { agreed, submitted, visit } from './example-histories.ts'
import { calendar, client, executor, guest, manager, phone, reception, server, spoken, termsHash } from './example-shop.ts'

const times = [visit(3), visit(4)]
const offered = agreed.give('proposeTimes', { times }, reception)
const confirmed = offered.give('confirmTime', { time: visit(3) })

describe('a time', () => {
  it('is picked by the client among those that staff offered', () => {
    expect(nextStep(offered.row, { calendar })).toMatchObject({ who: 'client', key: 'chooseTime' })
    expect(confirmed.row).toMatchObject({ appointment: { ...visit(3), isTentative: false }, offeredTimes: [] })
    expect(nextStep(confirmed.row, { calendar })).toEqual({ who: 'business', key: 'begin', by: visit(3).from })
    expect(offered.refusal('confirmTime', { time: visit(5) })).toBe('time-not-offered')
    expect(offered.refusal('confirmTime', { time: { from: visit(3).from, to: visit(4).to } })).toBe('time-not-offered')
  })

  it('that the client wishes for is confirmed by staff, not by the client', () => {
    const wished = agreed.give('proposeTimes', { times })
    expect(nextStep(wished.row, { calendar })).toMatchObject({ who: 'business', key: 'begin' })
    expect(wished.refusal('confirmTime', { time: visit(3) })).toBe('time-not-offered')
    expect(wished.give('confirmTime', { time: visit(3) }, reception).row.appointment).toEqual({ ...visit(3), isTentative: false })
  })

  it('is only asked for while the phone cannot know whether it is free', () => {
    expect(offered.with(phone).give('confirmTime', { time: visit(3) }).row.appointment?.isTentative).toBe(true)
    const again = confirmed.give('proposeTimes', { times }, reception)
    expect(again.with(phone).give('moveTime', { time: visit(4) }).row.appointment?.isTentative).toBe(true)
    expect(again.give('moveTime', { time: visit(4) }).row).toMatchObject({ appointment: { ...visit(4), isTentative: false }, offeredTimes: [] })
    expect(offered.with({ ...server, serverOnly: { isTimeTaken: from => from === visit(3).from } }).refusal('confirmTime', { time: visit(3) })).toBe('time-taken')
  })

  it('lies ahead, and has to be there to be moved or cancelled', () => {
    const past = { from: agreed.now - 1, to: agreed.now + 1 }
    expect(agreed.refusal('confirmTime', { time: { ...past, from: agreed.now } }, reception)).toBeUndefined()
    expect(agreed.refusal('proposeTimes', { times: [{ ...past, from: agreed.now }] }, reception)).toBeUndefined()
    expect(agreed.refusal('proposeTimes', { times: [past] }, reception)).toBe('time-past')
    expect(agreed.refusal('confirmTime', { time: past }, reception)).toBe('time-past')
    for (const name of ['moveTime', 'cancelTime'] as const) expect(agreed.refusal(name, { time: visit(3) }, reception)).toBe('no-appointment')
    expect(confirmed.give('cancelTime', { reason: 'Ill' }).row).not.toHaveProperty('appointment')
  })
})

describe('a visit with a price of its own, before the proposal', () => {
  const priced = submitted.give('proposeTimes', { times, price: 50_000 }, reception)
  const yes = { time: visit(3), price: 50_000, termsHash }
  const visited = priced.give('confirmTime', yes)

  it('takes the yes of a confirmed client to that price and the terms', () => {
    expect(visited.row.visit).toEqual({ price: 50_000, termsHash, at: visited.row.updatedAt })
    for (const key of ['offeredBy', 'offeredPrice']) expect(visited.row).not.toHaveProperty(key)
    expect(priced.refusal('confirmTime', { ...yes, price: 1 })).toBe('price-changed')
    expect(priced.refusal('confirmTime', { time: visit(3) })).toBe('price-changed')
    expect(priced.refusal('confirmTime', { ...yes, termsHash: 'c'.repeat(64) })).toBe('terms-changed')
    expect(priced.refusal('confirmTime', yes, guest)).toBe('confirm-address-first')
  })

  it('binds no client by the word of staff alone', () => {
    expect(priced.refusal('confirmTime', yes, executor)).toBe('not-allowed-for-you')
    expect(priced.give('confirmTime', yes, reception, { via: spoken }).row.visit?.price).toBe(50_000)
    expect(priced.give('confirmTime', { time: visit(3) }, reception).row).not.toHaveProperty('visit')
    expect(priced.give('proposeTimes', { times }, reception).row).not.toHaveProperty('offeredPrice')
  })

  it('has a price that only staff can name, and only before there is an agreement', () => {
    expect(submitted.refusal('proposeTimes', { times, price: 1 }, client)).toBe('not-allowed-for-you')
    expect(agreed.refusal('proposeTimes', { times, price: 50_000 }, reception)).toBe('more-than-agreed')
    expect(offered.refusal('confirmTime', yes, reception, { via: spoken })).toBe('more-than-agreed')
  })

  it('is the first agreed price: it can be billed and paid, whatever comes of the rest', () => {
    expect(submitted.refusal('issueBill', {}, manager)).toBe('nothing-agreed')
    expect(submitted.refusal('recordPayment', { amount: 1, method: 'card' }, manager)).toBe('nothing-agreed')
    const billed = visited.give('decline', { reason: 'Beyond repair' }, manager).give('issueBill', {}, manager)
    expect(billed.row.billed).toBe(50_000)
    expect(billed.give('recordPayment', { amount: 50_000, method: 'card' }, reception).row.paid).toBe(50_000)
  })
})
