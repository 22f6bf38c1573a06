import { describe, expect, it } from 'vitest'
import { askedInputs, defaultAnswers } from '#domain/pricing/default-answers.ts'
import { choice, flag, modelOf, repair, text, unknown } from './example-models.ts'

const idsOf = (inputs: readonly { id: string }[]) => inputs.map(({ id }) => id)

describe('what a calculator opens with', () => {
  it('is every default, the least of a number, and unknown where that is offered', () => {
    expect(defaultAnswers(repair)).toEqual({ part: 'unknown', distance: '5', time: 'unknown', repair: true })
  })

  it('leaves out what only the client can say', () => {
    expect(defaultAnswers(modelOf({ inputs: [choice('part', ['pump'])], lines: [{ id: 'work', label: text('Work'), amount: 1 }] }))).toEqual({})
  })
})

describe('what a calculator asks', () => {
  const model = modelOf({
    inputs: [choice('part', ['pump', 'belt'], unknown), flag('hot', { when: { input: 'part', is: 'pump' } }), flag('steam', { when: { input: 'hot', is: true } })],
    lines: [{ id: 'work', label: text('Work'), amount: 1 }],
  })

  it('depends on the way of delivery and on earlier answers', () => {
    expect(idsOf(askedInputs(repair, {}, { mode: 'selfService' }))).toEqual(['part', 'time', 'repair'])
    expect(idsOf(askedInputs(model, { part: 'belt', hot: true }, {}))).toEqual(['part'])
    expect(idsOf(askedInputs(model, { part: 'pump', hot: true }, {}))).toEqual(['part', 'hot', 'steam'])
  })

  it('holds what an unknown answer may make needed', () => {
    expect(idsOf(askedInputs(model, { part: 'unknown', hot: false }, {}))).toEqual(['part', 'hot'])
  })

  it('hides nothing while an answer is wrong', () => {
    expect(idsOf(askedInputs(model, { part: 'wheel' }, {}))).toEqual(['part', 'hot', 'steam'])
  })
})
