import { describe, expect, it } from 'vitest'
import { headingOf, stepsOf } from '#domain/request/steps.ts'
import { accepted, agreed, agreeing, asked, closed, delivered, inProgress, offered, submitted } from './example-histories.ts'
import { executor, support } from './example-shop.ts'
import type { History } from './history.ts'

/** One letter for each stage: done, now, next, - not needed, x not reached. */
const letters = { done: 'D', now: 'N', next: '.', notNeeded: '-', notReached: 'x' }
const said = ({ row }: History) => stepsOf(row).map(step => letters[step.status]).join('')
const praise = { id: 'e0000000-0000-4000-8000-000000000001', stage: 'completion', grade: 5, aspects: {}, publish: true } as const

describe('the eight stages', () => {
  it('are done one after the other', () => {
    expect([submitted, offered, agreeing, agreed, inProgress, delivered, accepted, closed].map(said)).toEqual([
      'N.......', 'DN......', 'DDN.....', 'DDDN....', 'DDDN....', 'DDDDDN..', 'DDDDDDN.', 'DDDDDDDN',
    ])
  })

  it('have the evaluation ticked as soon as there is one', () => {
    expect(said(delivered.give('evaluate', praise))).toBe('DDDDDN.D')
    expect(said(closed.give('evaluate', praise))).toBe('DDDDDDDD')
  })

  it('of a question are two', () => {
    const answered = asked.give('answerQuestion', { text: 'So' }, support)
    expect([asked, answered, answered.give('helped', {})].map(said)).toEqual(['N------.', 'N------.', 'D------.'])
  })

  it('say how far a cancelled request had come', () => {
    const cancel = (history: History) => said(history.give('cancel', { reason: 'Sold it' }))
    const checked = inProgress.give('finish', { lines: agreed.row.agreement?.lines ?? [] }, executor)
    expect([submitted, offered, agreeing, agreed, checked].map(cancel)).toEqual(['xxxxxxxx', 'Dxxxxxxx', 'DDxxxxxx', 'DDDxxxxx', 'DDDDxxxx'])
  })

  it('stand under three headings', () => {
    expect([submitted, agreeing, agreed, delivered, accepted, closed].map(({ row }) => headingOf(row))).toEqual(['agree', 'agree', 'do', 'do', 'after', 'after'])
  })
})
