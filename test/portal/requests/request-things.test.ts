import { describe, expect, it } from 'vitest'
import { remarkDeadline } from '#domain/standard/remark-deadline.ts'
import { itemStories } from '../../../src/portal/requests/item-stories.ts'
import { moneyEntries } from '../../../src/portal/requests/money-entries.ts'
import { personStep } from '../../../src/portal/requests/person-step.ts'
import { recordedDecisions } from '../../../src/portal/requests/recorded-decisions.ts'
import { remarkStories } from '../../../src/portal/requests/remark-stories.ts'
import { warrantyOf } from '../../../src/portal/requests/warranty-of.ts'
import { readWishes } from '../../../src/portal/requests/wished-times.ts'
import { accepted, agreed, asked, delivered, inProgress, offered, submitted, visit } from '../../domain/request/example-histories.ts'
import { calendar, dayMs, executor, hourMs, reception, spoken, start, termsHash, washer } from '../../domain/request/example-shop.ts'

const remarkId = '0192f3a0-0000-7000-8000-00c0ffee00aa'

describe('a thing that was left with us', () => {
  it('has its story from the day it came to the day somebody fetched it, each thing its own', () => {
    const left = agreed.give('receiveItem', { item: 'Bicycle', condition: 'Scratched', place: 'B4' }, reception)
    expect(itemStories(left.shared)).toMatchObject([{ item: 'Bicycle', condition: 'Scratched', place: 'B4' }])
    const fetched = left.give('readyForPickup', { text: 'Till six' }, reception).give('handOver', { to: 'Olle' }, reception)
    const again = fetched.give('receiveItem', { item: 'Saddle', condition: 'Torn' }, reception)
    const [second, first] = itemStories(again.shared)
    expect(first).toMatchObject({ item: 'Bicycle', ready: { text: 'Till six' }, fetched: { to: 'Olle' } })
    expect(second).toMatchObject({ item: 'Saddle' })
    expect(second).not.toHaveProperty('ready')
  })
})

describe('money', () => {
  it('is told in the order in which it was asked for and moved', () => {
    const paid = agreed.give('requireDeposit', { amount: 50_000, reason: 'Parts' }, reception).give('recordPayment', { amount: 60_000, method: 'Swish' }, reception)
      .give('refund', { amount: 10_000, reason: 'Too much' }, reception)
    expect(moneyEntries(paid.shared).map(({ kind, amount, note, isIn }) => [kind, amount, note, isIn])).toEqual([
      ['deposit', 50_000, 'Parts', false], ['payment', 60_000, 'Swish', true], ['refund', 10_000, 'Too much', false],
    ])
    const priced = submitted.give('proposeTimes', { times: [visit(3)], price: 50_000 }, reception).give('confirmTime', { time: visit(3), price: 50_000, termsHash })
    expect(moneyEntries(priced.shared)).toMatchObject([{ kind: 'visit', amount: 50_000 }])
  })
})

describe('a warranty', () => {
  it('is a thing with days left and what it covers', () => {
    expect(warrantyOf(delivered.row, delivered.now)).toBeUndefined()
    const until = accepted.row.warrantyUntil!
    expect(warrantyOf(accepted.row, until - 2 * dayMs + 1)).toEqual({ until, daysLeft: 2, covers: ['work', 'pump'] })
    expect(warrantyOf(accepted.row, until + dayMs)?.daysLeft).toBe(0)
  })
})

describe('what the client said', () => {
  const said = inProgress.give('remark', { id: remarkId, kind: 'complaint', text: 'Nobody called' })
  const facts = { standard: washer.standard, calendar, now: said.now }

  it('is promised an answer by a time, late where it has passed, and shows the answer', () => {
    const [story] = remarkStories(said.row.remarks, said.shared, facts)
    expect(story).toMatchObject({ kind: 'complaint', isLate: false, by: remarkDeadline(said.row.remarks[0]!.at, washer.standard, calendar) })
    expect(remarkStories(said.row.remarks, said.shared, { ...facts, now: start + 3 * dayMs })[0]?.isLate).toBe(true)
    const answered = said.give('answerRemark', { remarkId, text: 'We are sorry' }, reception)
    expect(remarkStories(answered.row.remarks, answered.shared, facts)[0]).toMatchObject({ answer: { text: 'We are sorry', name: 'Elin' }, isLate: false })
  })

  it('has a usual time where no service promises one, counted while the business is open', () => {
    expect(remarkDeadline(start, undefined, calendar)).toBe(start + 8 * hourMs)
    expect(remarkDeadline(start + 8 * hourMs, washer.standard, calendar)).toBe(start + dayMs + hourMs)
  })
})

describe('a decision that staff wrote down', () => {
  const recorded = offered.give('chooseOption', { optionId: 'repair', revision: 1, lines: [] }, reception, { via: spoken })

  it('can be objected to, waits while it is disputed, and shows how it was settled', () => {
    expect(recordedDecisions(offered.shared)).toEqual([])
    const [decision] = recordedDecisions(recorded.shared)
    expect(decision).toMatchObject({ state: 'stands', event: { body: { type: 'optionChosen' } } })
    const { number } = decision!.event
    const disputed = recorded.give('objectToRecord', { event: number, text: 'I said no' })
    expect(recordedDecisions(disputed.shared)[0]).toMatchObject({ state: 'disputed', objection: 'I said no' })
    const settled = disputed.give('settleObjection', { event: number, outcome: 'setAside', text: 'You are right' }, reception)
    expect(recordedDecisions(settled.shared)[0]).toMatchObject({ state: 'settled', settlement: { outcome: 'setAside', text: 'You are right' } })
  })
})

describe('times that a client would like', () => {
  const read = (...wishes: [string, string, string][]) => readWishes(wishes.map(([date, from, to]) => ({ date, from, to })), 'Europe/Stockholm', start)

  it('are meant by the business\'s clock, and empty lines are left out', () => {
    expect(read(['2026-11-05', '09:00', '10:00'], ['', '', ''])).toEqual({ times: [visit(3)] })
  })

  it('say at each line what is wrong with it', () => {
    expect(read(['2026-11-05', '09:00', '']).valueOf()).toEqual({ problems: ['missing'] })
    expect(read(['2026-11-05', '09:00', '10:00'], ['2026-11-05', '10:00', '09:00'])).toEqual({ problems: [undefined, 'order'] })
    expect(read(['2026-11-01', '09:00', '10:00'])).toEqual({ problems: ['past'] })
    expect(read(['', '', ''])).toEqual({ problems: ['missing'] })
  })
})

describe('the one tap to a person', () => {
  it('makes an order of a question, and speaks up in what was begun by oneself', () => {
    expect(personStep(asked.row, 'Help')).toEqual({ name: 'turnIntoOrder', args: {} })
    expect(personStep({ ...inProgress.row, mode: 'selfService' }, 'Help')).toEqual({ name: 'postMessage', args: { text: 'Help' } })
    expect(personStep({ ...inProgress.row, mode: 'personal' }, 'Help')).toBeUndefined()
    expect(personStep({ ...inProgress.row, mode: 'selfService', state: 'closed' }, 'Help')).toBeUndefined()
  })

  it('takes nothing back that has already been answered', () => {
    const answered = asked.give('answerQuestion', { text: 'So' }, executor)
    expect(personStep(answered.row, 'Help')).toEqual({ name: 'turnIntoOrder', args: {} })
  })
})
