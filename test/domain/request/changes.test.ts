import { describe, expect, it } from 'vitest'
import { agreedTotals } from '#domain/request/totals.ts'
import { agreed, finalLines, inProgress } from './example-histories.ts'
import { executor, guest, line, manager, reception, spoken } from './example-shop.ts'

const belt = { lines: [line('belt', 30_000, { kind: 'part' })], reason: 'The belt is torn' }
const offered = inProgress.give('proposeChange', belt, executor)
const accepted = offered.give('acceptChange', { revision: 2, total: 30_000 })

describe('a change', () => {
  it('waits for the client, and goes back to where it came from', () => {
    const paused = inProgress.give('pause', { reason: 'Waiting for a part' }, executor)
    for (const before of [agreed, inProgress, paused]) {
      const asked = before.give('proposeChange', belt, executor)
      expect(asked.row).toMatchObject({ state: 'changeOffered', returnTo: before.row.state, revision: 2 })
      const ways = [
        asked.give('acceptChange', { revision: 2, total: 30_000 }), asked.give('refuseChange', { revision: 2 }), asked.give('withdrawChange', {}, manager),
      ]
      for (const { row } of ways) {
        expect(row.state).toBe(before.row.state)
        expect(row).not.toHaveProperty('change')
        expect(row).not.toHaveProperty('returnTo')
        expect(row.pause).toEqual(before.row.pause)
      }
    }
  })

  it('is offered anew without losing the way back', () => {
    const again = offered.give('proposeChange', { ...belt, lines: [line('belt', 25_000)] }, executor)
    expect(again.row).toMatchObject({ state: 'changeOffered', returnTo: 'inProgress', revision: 3, change: { total: 25_000 } })
    expect(again.refusal('acceptChange', { revision: 2, total: 30_000 })).toBe('revision-changed')
    expect(again.refusal('refuseChange', { revision: 2 })).toBe('revision-changed')
  })

  it('adds to total and most only by the yes of a confirmed client to that very sum', () => {
    expect(agreedTotals(offered.row)).toEqual({ total: 100_000, most: 130_000 })
    expect(agreedTotals(accepted.row)).toEqual({ total: 130_000, most: 160_000 })
    expect(offered.refusal('acceptChange', { revision: 2, total: 29_000 })).toBe('price-changed')
    expect(offered.refusal('acceptChange', { revision: 2, total: 30_000 }, guest)).toBe('confirm-address-first')
    expect(offered.refusal('acceptChange', { revision: 2, total: 30_000 }, executor)).toBe('not-allowed-for-you')
    expect(offered.give('acceptChange', { revision: 2, total: 30_000 }, executor, { via: spoken }).row.recorded).toHaveLength(1)
  })

  it('is part of the final cost from then on', () => {
    expect(accepted.refusal('finish', { lines: finalLines }, executor)).toBe('difference-needs-reason')
    expect(accepted.give('finish', { lines: [...finalLines, line('belt', 30_000)] }, executor).row.result?.total).toBe(130_000)
  })

  it('brings lines of its own: one that was agreed is no change', () => {
    expect(inProgress.refusal('proposeChange', { lines: [line('pump', 5_000)], reason: 'Dearer' }, executor)).toBe('duplicate-line')
    expect(accepted.refusal('proposeChange', belt, executor)).toBe('duplicate-line')
    expect(inProgress.refusal('proposeChange', belt, reception)).toBe('not-allowed-for-you')
  })

  it('is gone when the request is cancelled meanwhile', () => {
    const { row } = offered.give('cancel', { reason: 'I buy a new one' })
    expect(row.state).toBe('cancelled')
    for (const key of ['change', 'returnTo', 'pause']) expect(row).not.toHaveProperty(key)
  })
})
