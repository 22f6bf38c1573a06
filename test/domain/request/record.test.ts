import { describe, expect, it } from 'vitest'
import { nextStep } from '#domain/request/next-step.ts'
import { agreeing, finalLines, submitted, yes } from './example-histories.ts'
import { calendar, executor, manager, reception, spoken, support } from './example-shop.ts'

const recorded = agreeing.give('agree', yes, reception, { via: spoken })
const number = recorded.row.lastEvent
const objected = recorded.give('objectToRecord', { event: number, text: 'I said maybe' })

describe('a decision that staff record', () => {
  it('counts like the client\'s own, and says who wrote it down and how it came', () => {
    expect(recorded.row).toMatchObject({ state: 'agreed', recorded: [number] })
    expect(recorded.shared.at(-1)).toMatchObject({ by: { kind: 'staff', name: 'Elin' }, via: spoken })
  })

  it('must be a decision of the client, written down by somebody who stands before clients', () => {
    expect(agreeing.refusal('agree', yes, support, { via: spoken })).toBe('not-allowed-for-you')
    expect(submitted.refusal('take', {}, reception, { via: spoken })).toBe('not-allowed-for-you')
    expect(agreeing.refusal('agree', yes, undefined, { via: spoken })).toBe('not-allowed-for-you')
  })
})

describe('an objection to a record', () => {
  it('holds up start, finish and bill until it is settled', () => {
    expect(objected.row.objections).toEqual([number])
    expect(objected.refusal('start', {}, executor)).toBe('record-disputed')
    expect(objected.refusal('issueBill', {}, manager)).toBe('record-disputed')
    const working = recorded.give('start', {}, executor).give('objectToRecord', { event: number, text: 'I said maybe' })
    expect(working.refusal('finish', { lines: finalLines }, executor)).toBe('record-disputed')
    expect(nextStep(working.row, { calendar })).toEqual({ who: 'business', key: 'settle' })
    const settled = working.give('settleObjection', { event: number, outcome: 'stands', text: 'We listened to the call' }, manager)
    expect(settled.row.objections).toEqual([])
    expect(settled.give('finish', { lines: finalLines }, executor).row.state).toBe('checking')
  })

  it('is made once, by the client, to something that staff recorded', () => {
    expect(objected.refusal('objectToRecord', { event: number, text: 'Again' })).toBe('no-such-event')
    expect(recorded.refusal('objectToRecord', { event: 1, text: 'My own words' })).toBe('no-such-event')
    expect(recorded.refusal('objectToRecord', { event: number, text: 'Not mine' }, reception)).toBe('not-allowed-for-you')
    expect(recorded.refusal('settleObjection', { event: number, outcome: 'stands', text: 'What?' }, manager)).toBe('no-such-event')
    expect(objected.refusal('settleObjection', { event: number, outcome: 'stands', text: 'No' }, executor)).toBe('not-allowed-for-you')
  })
})
