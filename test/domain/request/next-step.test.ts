import { describe, expect, it } from 'vitest'
import { deadline } from '#domain/standard/standard.ts'
import { nextStep, stepKeys } from '#domain/request/next-step.ts'
import { agreed, agreeing, asked, delivered, inProgress, offered, submitted } from './example-histories.ts'
import { calendar, dayMs, executor, hourMs, reception, start, support, washer } from './example-shop.ts'
import type { History } from './history.ts'

const { standard } = washer
const stepOf = ({ row }: History) => nextStep(row, { standard, calendar })

describe('what comes next', () => {
  it('is the business\'s turn, by the time that was promised', () => {
    expect(stepOf(submitted)).toEqual({ who: 'business', key: 'read', by: start + 2 * hourMs })
    const proposing = submitted.give('take', {}, reception)
    expect(stepOf(proposing)).toEqual({ who: 'business', key: 'prepareProposal', by: deadline(standard, 'proposalWithin', proposing.row.since, calendar) })
    const completion = deadline(standard, 'completionWithin', agreed.row.since, calendar)
    expect(stepOf(agreed)).toEqual({ who: 'business', key: 'begin', by: completion })
    expect(stepOf(inProgress)).toEqual({ who: 'business', key: 'work', by: completion })
  })

  it('keeps the promise of the agreement however often the work is paused', () => {
    const resumed = inProgress.give('pause', { reason: 'A part', expectedAt: start + 2 * dayMs }, executor).later(dayMs)
    expect(stepOf(resumed)).toEqual({ who: 'business', key: 'wait', by: start + 2 * dayMs })
    expect(stepOf(resumed.give('resume', {}, executor)).by).toBe(stepOf(inProgress).by)
  })

  it('is the client\'s turn, for as long as the offer is valid', () => {
    expect(stepOf(offered)).toEqual({ who: 'client', key: 'yourChoice', by: start + 30 * dayMs })
    expect(stepOf(agreeing)).toEqual({ who: 'client', key: 'yourYes', by: start + 30 * dayMs })
    expect(stepOf(delivered)).toEqual({ who: 'client', key: 'yourAcceptance' })
    expect(stepOf(asked.give('ask', { text: 'Which?' }, support))).toEqual({ who: 'client', key: 'yourAnswer' })
    expect(stepOf(asked.give('answerQuestion', { text: 'So' }, support))).toEqual({ who: 'client', key: 'didItHelp' })
  })

  it('promises nothing where the service promises nothing', () => {
    expect(nextStep(submitted.row, { calendar })).toEqual({ who: 'business', key: 'read' })
  })

  it('is nobody\'s turn when it is over', () => {
    expect(stepOf(submitted.give('cancel', { reason: 'Sold it' }))).toEqual({ who: 'nobody', key: 'over' })
    expect(new Set(stepKeys).size).toBe(stepKeys.length)
  })
})
