import { describe, expect, it } from 'vitest'
import { compareOptions, lastRevision } from '#domain/request/compare-proposals.ts'
import { dayMs, executor, line, option, repair, start } from './example-shop.ts'
import { offered } from './example-histories.ts'

const until = start + 30 * dayMs

describe('a new version of a proposal', () => {
  it('is told line by line: what is new, gone or changed, and what the totals were', () => {
    const dearer = option('repair', [line('work', 70_000), line('hose', 20_000), line('valve', 5_000)], { most: 150_000 })
    expect(compareOptions([repair], [dearer])).toEqual([{
      id: 'repair', title: 'repair', before: { total: 100_000, most: 130_000 }, after: { total: 95_000, most: 150_000 },
      lines: [
        { id: 'work', before: repair.lines[0], after: dearer.lines[0] },
        { id: 'hose', before: repair.lines[2], after: dearer.lines[1] },
        { id: 'valve', after: dearer.lines[2] },
        { id: 'pump', before: repair.lines[1] },
      ],
    }])
  })

  it('leaves out options that stayed, and tells of those that came and went', () => {
    const other = option('new', [line('machine', 400_000)])
    expect(compareOptions([repair], [repair, other]).map(({ id, before, after }) => ({ id, isOld: Boolean(before), isNew: Boolean(after) }))).toEqual([{ id: 'new', isOld: false, isNew: true }])
    expect(compareOptions([repair, other], [repair]).map(({ id, before, after }) => ({ id, isOld: Boolean(before), isNew: Boolean(after) }))).toEqual([{ id: 'new', isOld: true, isNew: false }])
    expect(compareOptions([repair], [{ ...repair, most: 160_000 }])).toMatchObject([{ lines: [], before: { most: 130_000 }, after: { most: 140_000 } }])
  })

  it('is compared with the one before it, with the reason that was given', () => {
    expect(lastRevision(offered.shared)).toBeUndefined()
    const again = offered.give('propose', { options: [{ ...repair, most: 160_000 }], validUntil: until, reason: 'The part is dearer' }, executor)
    expect(lastRevision(again.shared)).toMatchObject({ from: 1, to: 2, reason: 'The part is dearer', options: [{ id: 'repair' }] })
    const renewed = again.give('propose', { options: [{ ...repair, most: 160_000 }], validUntil: until + dayMs }, executor)
    expect(lastRevision(renewed.shared)).toMatchObject({ from: 2, to: 3, options: [] })
  })
})
