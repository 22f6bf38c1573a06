import { describe, expect, it } from 'vitest'
import { stepsOf } from '#domain/request/steps.ts'
import { agreed, agreeing, asked, delivered, inProgress, offered, submitted, visit } from './example-histories.ts'
import { dayMs, executor, hourMs, manager, reception, spoken, support } from './example-shop.ts'

const reason = { reason: 'We moved away' }
const proposing = submitted.give('take', {}, reception)
const statusOf = (row: typeof submitted.row) => stepsOf(row).map(step => step.status)

describe('a request ends early', () => {
  it('by the client\'s cancelling, from the need until the first delivery', () => {
    const checking = inProgress.give('finish', { lines: agreed.row.agreement?.lines ?? [] }, executor)
    for (const before of [submitted, proposing, offered, agreeing, agreed, inProgress, checking]) {
      expect(before.give('cancel', reason).row).toMatchObject({ state: 'cancelled', endedBecause: 'We moved away' })
    }
    expect(delivered.refusal('cancel', reason)).toBe('not-allowed-now')
    expect(delivered.give('askForRework', { text: 'It leaks' }).refusal('cancel', reason)).toBe('not-allowed-now')
  })

  it('by the client\'s refusing an offer, or the business\'s declining the need', () => {
    expect(offered.give('refuse', reason).row.state).toBe('refused')
    expect(submitted.give('decline', reason, manager).row.state).toBe('declined')
    expect(agreed.refusal('decline', reason, manager)).toBe('not-allowed-now')
    for (const person of [executor, support]) expect(submitted.refusal('decline', reason, person)).toBe('not-allowed-for-you')
  })

  it('and nothing is waited for, nobody expected any more', () => {
    const priced = submitted.give('proposeTimes', { times: [visit(3)], price: 100 }, reception).give('cancel', reason)
    const paused = inProgress.give('pause', { reason: 'A part' }, executor).give('cancel', reason)
    for (const key of ['offeredPrice', 'pause']) for (const { row } of [priced, paused]) expect(row).not.toHaveProperty(key)
    const planned = agreed.give('proposeTimes', { times: [visit(3)] }, reception).give('confirmTime', { time: visit(3) }).give('proposeTimes', { times: [visit(5)] }, reception)
    const { row } = planned.give('cancel', reason)
    expect(row.offeredTimes).toEqual([])
    for (const key of ['appointment', 'offeredBy']) expect(row).not.toHaveProperty(key)
  })

  it('with the steps that were made ticked, and no others', () => {
    expect(statusOf(submitted.give('decline', reason, manager).row)[0]).toBe('notReached')
    expect(statusOf(offered.give('refuse', reason).row).slice(0, 2)).toEqual(['done', 'notReached'])
    expect(statusOf(inProgress.give('cancel', reason).row)).toEqual(['done', 'done', 'done', ...Array<string>(5).fill('notReached')])
    expect(statusOf(agreeing.give('decline', reason, manager).row).slice(0, 3)).toEqual(['done', 'done', 'notReached'])
  })
})

describe('an ended request', () => {
  it('is taken up again within fourteen days, where nothing had been agreed', () => {
    for (const ended of [submitted.give('decline', reason, manager), offered.give('refuse', reason), agreeing.give('cancel', reason)]) {
      const again = ended.later(13 * dayMs).give('reopen', {})
      expect(again.row.state).toBe('submitted')
      for (const key of ['endedBecause', 'choice']) expect(again.row).not.toHaveProperty(key)
      expect(ended.later(14 * dayMs + hourMs).refusal('reopen', {})).toBe('too-late')
    }
    expect(agreed.give('cancel', reason).refusal('reopen', {})).toBe('not-allowed-now')
  })

  it('still takes words, and hands back what we hold', () => {
    const ended = agreed.give('receiveItem', { item: 'Bicycle', condition: 'Dusty' }, reception).give('cancel', reason, reception, { via: spoken })
    const ready = ended.give('readyForPickup', {}, reception)
    expect(ready.row.item).toEqual({ item: 'Bicycle', isReady: true })
    expect(ready.give('handOver', { to: 'Her brother' }, executor).row).not.toHaveProperty('item')
    expect(ended.give('postMessage', { text: 'May I fetch it?' }).row.messages.count).toBe(1)
    expect(submitted.refusal('handOver', { to: 'Nobody' }, reception)).toBe('no-item')
  })

  it('says what can be done instead of what cannot', () => {
    const refused = asked.give('cancel', reason).decide({ name: 'answer', args: { text: 'Late' } }, { kind: 'member', id: 'x', name: 'Maja', confirmed: true, mayDecide: true })
    expect(refused).toMatchObject({ code: 'not-allowed-now', params: { state: 'cancelled' } })
    expect(refused).toHaveProperty('canDo', expect.arrayContaining(['reopen', 'postMessage']))
    const tooLate = asked.give('cancel', reason).later(15 * dayMs).decide({ name: 'reopen', args: {} }, manager)
    expect(tooLate).toMatchObject({ code: 'not-allowed-for-you', canDo: expect.arrayContaining(['postMessage']) as unknown })
  })
})
