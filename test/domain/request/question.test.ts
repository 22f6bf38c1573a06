import { describe, expect, it } from 'vitest'
import { stepsOf, headingOf } from '#domain/request/steps.ts'
import { asked } from './example-histories.ts'
import { client, dayMs, executor, reception, spoken, support, time } from './example-shop.ts'

const answered = asked.give('answerQuestion', { text: 'Descale it', articles: ['descale'] }, support)
const helped = answered.give('helped', {})

describe('a question', () => {
  it('is answered and closed with one tap', () => {
    expect(answered.row).toMatchObject({ state: 'answered', messages: { count: 1, lastBy: { kind: 'staff' } } })
    expect(helped.row.state).toBe('closed')
    expect(answered.give('helped', {}, reception, { via: spoken }).row.state).toBe('closed')
  })

  it('needs none of the heavier stages, and says so', () => {
    expect(stepsOf(helped.row).map(step => step.status)).toEqual(['done', 'notNeeded', 'notNeeded', 'notNeeded', 'notNeeded', 'notNeeded', 'notNeeded', 'next'])
    expect(headingOf(helped.row)).toBe('agree')
    for (const name of ['take', 'start'] as const) expect(asked.refusal(name, {}, executor)).toBe('not-allowed-now')
  })

  it('may be asked back', () => {
    const back = asked.give('ask', { text: 'Which machine?' }, support).give('answer', { text: 'The blue one' })
    expect(back.row).toMatchObject({ state: 'submitted', path: 'question' })
    expect(asked.give('ask', { text: 'Which?' }, support).give('answerQuestion', { text: 'Never mind, press reset' }, support).row).not.toHaveProperty('returnTo')
  })

  it('closes by itself after fourteen days, not sooner', () => {
    const days = answered.row.since + 14 * dayMs - answered.now
    expect(answered.later(days - 1).refusal('close', {}, time)).toBe('not-allowed-now')
    expect(answered.later(days).give('close', {}, time).row.state).toBe('closed')
  })

  it('can be taken up again for fourteen days', () => {
    const days = helped.row.since + 14 * dayMs - helped.now
    expect(helped.later(days).give('reopen', { text: 'It is back' }).row).toMatchObject({ state: 'submitted', path: 'question' })
    expect(helped.later(days + 1).refusal('reopen', {})).toBe('too-late')
  })

  it('becomes an order with everything that was written', () => {
    for (const before of [asked, asked.give('ask', { text: 'Which?' }, support), answered, helped]) {
      const order = before.give('turnIntoOrder', {}, client)
      expect(order.row).toMatchObject({ state: 'submitted', path: 'full', title: before.row.title, messages: before.row.messages })
      expect(order.row).not.toHaveProperty('returnTo')
      expect(order.give('take', {}, reception).row.state).toBe('proposing')
    }
  })
})
