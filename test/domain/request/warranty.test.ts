import { describe, expect, it } from 'vitest'
import { addMonths } from '#domain/standard/add-months.ts'
import { nextStep } from '#domain/request/next-step.ts'
import { stepsOf } from '#domain/request/steps.ts'
import { accepted, closed, delivered, finalLines, yes } from './example-histories.ts'
import { calendar, dayMs, executor, line, manager, need, option, reception, start, time, washer } from './example-shop.ts'
import { History } from './history.ts'

const text = 'It is wet again'
const claimed = accepted.give('claimWarranty', { text })

describe('a result', () => {
  it('is taken, and its warranty begins that day', () => {
    expect(accepted.row.warrantyUntil).toBe(addMonths(accepted.row.acceptedAt ?? 0, 12))
  })

  it('has no warranty where the service gives none', () => {
    const plain = new History().give('submit', { ...need, path: 'full' }).give('take', {}, reception)
      .give('propose', { options: [option('repair', finalLines)], validUntil: start + 30 * dayMs }, executor)
      .give('chooseOption', { optionId: 'repair', revision: 1, lines: [] }).give('agree', { ...yes, most: 100_000 })
      .give('start', {}, executor).give('finish', { lines: finalLines }, executor).give('check', { points: [] }, executor).give('accept', {})
    expect(plain.row).not.toHaveProperty('warrantyUntil')
    expect(plain.refusal('claimWarranty', { text })).toBe('warranty-over')
    expect(plain.give('close', {}, time).row.state).toBe('closed')
  })

  it('is worked on again where the client says what is missing', () => {
    const again = delivered.give('askForRework', { text: 'The door sticks' })
    expect(again.row.state).toBe('inProgress')
    expect(again.refusal('cancel', { reason: 'Enough' })).toBe('not-allowed-now')
  })

  it('is never taken by silence as long as no service says so', () => {
    expect(delivered.later(100 * dayMs).refusal('accept', {}, time)).toBe('not-allowed-now')
  })

  it('that nobody takes is closed after two announcements, with a reason, and keeps its warranty', () => {
    const reason = { reason: 'No answer for two months' }
    expect(delivered.refusal('close', {}, manager)).toBe('reason-missing')
    expect(delivered.give('postMessage', { text: 'Before the delivery does not count' }).refusal('close', reason, manager)).toBe('announce-first')
    const told = delivered.give('postMessage', { text: 'It is ready' }, reception)
    expect(told.refusal('close', reason, manager)).toBe('announce-first')
    const over = told.give('logCall', { text: 'No answer' }, reception).give('close', reason, manager)
    expect(over.row).toMatchObject({ state: 'closed', warrantyUntil: addMonths(over.row.since, 12) })
    expect(over.give('claimWarranty', { text }).row.claimFrom).toBe('closed')
    expect(stepsOf(over.row).find(step => step.stage === 'support')).toEqual({ stage: 'support', status: 'notReached', because: 'ended' })
  })
})

describe('a claim', () => {
  it('is possible while the warranty lasts, also of a closed request', () => {
    expect(claimed.row).toMatchObject({ state: 'claimed', claimFrom: 'accepted' })
    expect(closed.give('claimWarranty', { text }).row).toMatchObject({ state: 'claimed', claimFrom: 'closed' })
    expect(accepted.later(366 * dayMs).refusal('claimWarranty', { text })).toBe('warranty-over')
    expect(accepted.later(364 * dayMs).refusal('claimWarranty', { text })).toBeUndefined()
  })

  it('goes back to where it came from when it is withdrawn or declined', () => {
    for (const [from, before] of [['accepted', accepted], ['closed', closed]] as const) {
      const claim = before.give('claimWarranty', { text })
      for (const { row } of [claim.give('withdrawClaim', {}), claim.give('declineClaim', { reason: 'It was dropped' }, manager), claim.give('cancel', { reason: 'Never mind' })]) {
        expect(row.state).toBe(from)
        expect(row).not.toHaveProperty('claimFrom')
      }
    }
    expect(claimed.refusal('declineClaim', { reason: 'No' }, executor)).toBe('not-allowed-for-you')
  })

  it('is worked on and handed over like the first time, and the warranty runs on unchanged', () => {
    const done = claimed.give('start', {}, executor).give('finish', { lines: finalLines }, executor).give('check', { points: ['dry'] }, executor).give('accept', {})
    expect(done.row).toMatchObject({ state: 'accepted', warrantyUntil: accepted.row.warrantyUntil })
    expect(done.row).not.toHaveProperty('claimFrom')
  })

  it('ends alone when its work is cancelled: the request itself stays done', () => {
    const working = claimed.give('start', {}, executor).give('pause', { reason: 'A part' }, executor)
    const changing = working.give('proposeChange', { lines: [line('belt', 100)], reason: 'The belt, too' }, executor)
    for (const before of [working, changing]) {
      const { row } = before.give('cancel', { reason: 'It dried by itself' })
      expect(row.state).toBe('accepted')
      for (const key of ['claimFrom', 'pause', 'change', 'returnTo', 'endedBecause']) expect(row).not.toHaveProperty(key)
    }
  })

  it('has its own time for the work, not that of the first agreement', () => {
    const working = claimed.later(100 * dayMs).give('start', {}, executor)
    expect(nextStep(working.row, { standard: washer.standard, calendar }).by).toBeGreaterThan(working.row.since)
  })

  it('is over, too, when nobody takes its result', () => {
    const done = claimed.give('start', {}, executor).give('finish', { lines: finalLines }, executor).give('check', { points: [] }, executor)
      .give('postMessage', { text: 'It is ready' }, reception).give('postMessage', { text: 'It is still ready' }, reception)
    const { row } = done.give('close', { reason: 'No answer' }, manager)
    expect(row).toMatchObject({ state: 'closed', warrantyUntil: accepted.row.warrantyUntil })
    expect(row).not.toHaveProperty('claimFrom')
  })

  it('is over with the warranty: then the request closes by itself', () => {
    const left = (accepted.row.warrantyUntil ?? 0) - accepted.now
    expect(accepted.later(left - 1).refusal('close', {}, time)).toBe('not-allowed-now')
    expect(accepted.later(left - 1).refusal('claimWarranty', { text })).toBeUndefined()
    expect(accepted.later(left).refusal('claimWarranty', { text })).toBe('warranty-over')
    expect(accepted.later(left).give('close', {}, time).row.state).toBe('closed')
  })
})
