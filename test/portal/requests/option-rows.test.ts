import { describe, expect, it } from 'vitest'
import { optionRows } from '../../../src/portal/requests/option-rows.ts'
import { line, option } from '../../domain/request/example-shop.ts'

describe('the table of options', () => {
  it('has what differs first, then what every option holds alike', () => {
    const mend = option('mend', [line('visit', 59_000), line('work', 80_000)])
    const renew = option('new', [line('visit', 59_000), line('work', 90_000), line('pump', 1)])
    const { differing, same } = optionRows([mend, renew])
    expect(differing.map(({ id, cells }) => [id, ...cells.map(cell => cell?.amount)])).toEqual([['work', 80_000, 90_000], ['pump', undefined, 1]])
    expect(same.map(({ id }) => id)).toEqual(['visit'])
  })

  it('keeps lines apart that have one id and say different things', () => {
    const rows = optionRows([option('a', [line('part', 1, { label: 'New pump' })]), option('b', [line('part', 1, { label: 'Used pump' })])])
    expect(rows.differing.map(({ label }) => label)).toEqual(['New pump', 'Used pump'])
    expect(rows.same).toEqual([])
  })

  it('never folds what can be left out', () => {
    const both = [option('a', [line('hose', 1, { optional: true })]), option('b', [line('hose', 1, { optional: true })])]
    expect(optionRows(both)).toMatchObject({ differing: [{ id: 'hose' }], same: [] })
  })
})
