import { describe, expect, it } from 'vitest'
import { nextStep } from '#domain/request/next-step.ts'
import { accepted, closed, inProgress, submitted } from './example-histories.ts'
import { calendar, executor, manager, reception, spoken } from './example-shop.ts'

const id = (n: number) => `e0000000-0000-4000-8000-00000000000${n}`
const praise = { id: id(1), stage: 'completion', grade: 5, aspects: { speed: 4, quality: undefined }, publish: true } as const
const evaluated = accepted.give('evaluate', praise)

describe('an evaluation', () => {
  it('is kept with its aspects, without those that were not graded', () => {
    expect(evaluated.row.evaluations).toStrictEqual([{ id: id(1), stage: 'completion', grade: 5, aspects: { speed: 4 }, publish: true, at: evaluated.row.updatedAt }])
  })

  it('is given once for each stage, at any time from the agreement on', () => {
    expect(submitted.refusal('evaluate', praise)).toBe('not-allowed-now')
    expect(inProgress.give('evaluate', { ...praise, stage: 'agreement' }).row.evaluations).toHaveLength(1)
    expect(evaluated.refusal('evaluate', { ...praise, id: id(2) })).toBe('already-evaluated')
    expect(evaluated.refusal('evaluate', { ...praise, stage: 'support' })).toBe('already-evaluated')
    const twice = evaluated.give('evaluate', { ...praise, id: id(2), stage: 'support', grade: 1 })
    expect(twice.row.evaluations.map(({ stage, grade }) => [stage, grade])).toEqual([['completion', 5], ['support', 1]])
  })

  it('may be written down by staff, and is then marked so', () => {
    expect(closed.give('evaluate', praise, reception, { via: spoken }).row.recorded).toHaveLength(1)
    expect(closed.refusal('evaluate', praise, manager)).toBe('not-allowed-for-you')
  })

  it('is answered once, by the manager', () => {
    const answered = evaluated.give('answerEvaluation', { evaluationId: id(1), text: 'Thank you' }, manager)
    expect(answered.row.evaluations[0]?.answer).toBe('Thank you')
    expect(answered.refusal('answerEvaluation', { evaluationId: id(1), text: 'Again' }, manager)).toBe('already-answered')
    expect(evaluated.refusal('answerEvaluation', { evaluationId: id(9), text: 'Whose?' }, manager)).toBe('no-such-evaluation')
    expect(evaluated.refusal('answerEvaluation', { evaluationId: id(1), text: 'Me' }, executor)).toBe('not-allowed-for-you')
  })

  it('is what the client is asked for in the end, once', () => {
    expect(nextStep(accepted.row, { calendar })).toEqual({ who: 'client', key: 'evaluate' })
    expect(nextStep(closed.row, { calendar })).toEqual({ who: 'client', key: 'evaluate' })
    expect(nextStep(closed.give('evaluate', praise).row, { calendar })).toEqual({ who: 'nobody', key: 'over' })
    expect(nextStep(evaluated.row, { calendar })).toEqual({ who: 'nobody', key: 'underWarranty', by: accepted.row.warrantyUntil })
  })
})
