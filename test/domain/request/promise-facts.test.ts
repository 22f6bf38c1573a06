import { describe, expect, it } from 'vitest'
import { newDateOf, promiseFacts } from '#domain/request/promise-facts.ts'
import { deadline } from '#domain/standard/standard.ts'
import { agreed, asked, delivered, inProgress, offered, quickAgreed, submitted, visit } from './example-histories.ts'
import { calendar, dayMs, executor, hourMs, reception, start, washer } from './example-shop.ts'
import type { History } from './history.ts'

const { standard } = washer
const factsOf = ({ row, events, now }: History) => promiseFacts(row, events, { standard, calendar, now })
const states = (history: History) => Object.fromEntries(factsOf(history).map(({ promise, state }) => [promise, state]))

describe('promises beside facts', () => {
  it('run from the day a request came, and are ahead until they begin', () => {
    expect(states(submitted)).toEqual({ answerWithin: 'open', proposalWithin: 'ahead', completionWithin: 'ahead', updateEvery: 'ahead' })
    expect(factsOf(submitted)[0]).toEqual({ promise: 'answerWithin', state: 'open', by: start + 2 * hourMs })
    expect(states(asked)).toEqual({ answerWithin: 'open' })
  })

  it('say what was kept and when', () => {
    expect(states(offered)).toMatchObject({ answerWithin: 'kept', proposalWithin: 'kept', completionWithin: 'ahead' })
    expect(states(delivered)).toMatchObject({ completionWithin: 'kept' })
    expect(states(quickAgreed)).toEqual({ answerWithin: 'open', completionWithin: 'open' })
  })

  it('say what was late, and what is missed while nobody has done it', () => {
    const late = submitted.later(dayMs)
    expect(states(late).answerWithin).toBe('missed')
    const answered = late.give('take', {}, reception)
    expect(factsOf(answered)[0]).toEqual({ promise: 'answerWithin', state: 'late', by: start + 2 * hourMs, actual: answered.events.at(-1)!.at })
    expect(states(agreed.later(30 * dayMs)).completionWithin).toBe('missed')
  })

  it('count the time without a word anew from every sign of life', () => {
    const by = ({ events }: History) => deadline(standard, 'updateEvery', events.at(-1)!.at, calendar)
    expect(factsOf(inProgress).at(-1)).toEqual({ promise: 'updateEvery', state: 'open', by: by(inProgress) })
    const silent = inProgress.later(3 * dayMs)
    expect(factsOf(silent).at(-1)).toMatchObject({ state: 'missed' })
    expect(factsOf(silent.give('report', { text: 'Half done' }, executor)).at(-1)).toMatchObject({ state: 'open' })
  })

  it('are no longer open in what has ended', () => {
    expect(states(submitted.give('cancel', { reason: 'Sold it' }))).toEqual({})
  })
})

describe('the new date for what is late', () => {
  it('is what staff said: the end of a pause, or a visit that is fixed', () => {
    const paused = inProgress.give('pause', { reason: 'A part', expectedAt: start + 9 * dayMs }, executor)
    expect(newDateOf(paused.row, paused.now)).toBe(start + 9 * dayMs)
    expect(newDateOf(paused.row, start + 10 * dayMs)).toBeUndefined()
    const appointed = agreed.give('confirmTime', { time: visit(8) }, reception)
    expect(newDateOf(appointed.row, appointed.now)).toBe(visit(8).from)
    expect(newDateOf(agreed.row, agreed.now)).toBeUndefined()
  })
})
