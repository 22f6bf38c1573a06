import { describe, expect, it } from 'vitest'
import type { Line } from '#domain/request/commands/parts.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { beginFinish, buildFinish, differenceOf, excessOf, needsWhy, type FinishDraft } from '../../../src/desk/requests/finish/finish-draft.ts'
import { emptyLine } from '../../../src/desk/requests/proposal/line-draft.ts'

const work: Line = { id: 'work', label: 'Work', kind: 'labour', quantity: '2', unit: 'h', amount: 120_000, taxRate: '25', optional: true, why: 'As shown' }
const off: Line = { id: 'off', label: 'Discount', kind: 'discount', amount: -20_000, taxRate: '25' }
const hose: Line = { id: 'hose', label: 'Hose', kind: 'part', amount: 12_000, taxRate: '25' }
const request = {
  agreement: { optionId: 'a', revision: 1, title: 'Repair', lines: [work, off], total: 100_000, most: 130_000, termsHash: '', termsId: '', name: '', at: 0 },
  acceptedChanges: [{ revision: 2, lines: [hose], total: 12_000 }],
} as unknown as RequestRow

const begun = () => beginFinish(request, { digits: 2, language: 'en' })
const changed = (id: string, more: Partial<FinishDraft['lines'][number]>): FinishDraft => ({ text: '', lines: begun().lines.map(line => (line.id === id ? { ...line, ...more } : line)) })

describe('the final cost', () => {
  it('begins as agreed, accepted changes included, and then needs no reasons', () => {
    expect(begun().lines.map(line => [line.id, line.amount])).toEqual([['work', '1200'], ['off', '-200'], ['hose', '120']])
    const { optional: _optional, why: _why, ...plain } = work
    expect(buildFinish(begun(), request, 2)).toEqual({ ok: true, value: { lines: [plain, off, hose] } })
  })

  it('needs a reason for a line that came to something else', () => {
    const draft = changed('work', { amount: '1 100,50' })
    expect([needsWhy(draft.lines[0]!, request, 2), differenceOf(draft.lines[0]!, request, 2)]).toEqual([true, -9_950])
    expect(buildFinish(draft, request, 2)).toEqual({ ok: false, refusal: { 'lines.0.why': 'why' } })
    const explained = buildFinish(changed('work', { amount: '1 100,50', why: ' It went faster ' }), request, 2)
    expect(explained.ok && explained.value.lines[0]).toMatchObject({ amount: 110_050, why: 'It went faster' })
  })

  it('needs a reason for a line that was never agreed, even where it costs nothing', () => {
    const added = { ...emptyLine('added-4'), label: 'Clip', amount: '0' }
    expect(buildFinish({ text: '', lines: [...begun().lines, added] }, request, 2)).toEqual({ ok: false, refusal: { 'lines.3.why': 'why' } })
  })

  it('says by how much it is above the most that was agreed, changes included', () => {
    expect(excessOf(changed('work', { amount: '1500' }), request, 2)).toBe(0)
    expect(excessOf(changed('work', { amount: '1500,01' }), request, 2)).toBe(1)
  })
})
