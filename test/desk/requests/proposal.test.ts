import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { argsByCommand } from '#domain/request/command.ts'
import type { Breakdown } from '#domain/pricing/breakdown.ts'
import type { Proposal, RequestRow } from '#domain/request/row.ts'
import { buildProposal } from '../../../src/desk/requests/proposal/build-proposal.ts'
import { emptyLine, freeId, type LineDraft } from '../../../src/desk/requests/proposal/line-draft.ts'
import { beginProposal, totalsOf, type OptionDraft, type ProposalDraft } from '../../../src/desk/requests/proposal/proposal-draft.ts'

const now = Date.UTC(2026, 10, 12, 9)
const around = { digits: 2, timeZone: 'Europe/Stockholm', now, before: undefined }
const line = (more: Partial<LineDraft>): LineDraft => ({ ...emptyLine('line-1'), label: 'Work', amount: '950', ...more })
const option = (more: Partial<OptionDraft> = {}): OptionDraft => ({ id: 'option-1', title: 'Repair', text: '', lines: [line({})], most: '', ...more })
const draft = (more: Partial<ProposalDraft> = {}): ProposalDraft => ({ options: [option()], validUntil: '2026-11-20T18:00', text: '', reason: '', ...more })
const problemsOf = (written: ProposalDraft, before?: Proposal) => {
  const built = buildProposal(written, { ...around, before })
  return built.ok ? {} : built.refusal
}

const priced: Breakdown = {
  currency: 'SEK', subtotal: { low: 99_000, high: 159_000 }, taxIncluded: true, taxes: [], priceList: 'now', most: 250_000,
  total: { kind: 'range', low: 99_000, high: 159_000, because: [] },
  lines: [
    { id: 'visit', label: { en: 'Visit', sv: 'Besök' }, kind: 'travel', group: 'travel', taxRate: '25', amount: { low: 59_000, high: 59_000 }, rule: 'fixed', certainty: 'firm' },
    { id: 'work', label: { en: 'Work', sv: 'Arbete' }, kind: 'base', group: 'labour', taxRate: '25', amount: { low: 60_000, high: 120_000 }, rule: 'range', certainty: 'estimate' },
    { id: 'off', label: { en: 'Discount', sv: 'Rabatt' }, kind: 'discount', group: 'other', taxRate: '25', amount: { low: -20_000, high: -20_000 }, rule: 'fixed', certainty: 'firm' },
  ],
}
const begin = (estimate: Breakdown | undefined, request: Partial<RequestRow> = {}) => beginProposal({
  request: { title: 'Pump', language: 'sv', ...request } as RequestRow, estimate, business: undefined, form: { digits: 2, language: 'sv' }, timeZone: 'Europe/Stockholm', now,
})

describe('a proposal that staff write', () => {
  it('crosses the wire in minor units and passes the command\'s own schema', () => {
    const built = buildProposal(draft({ options: [option({ lines: [line({ amount: '1 890,50', quantity: '1,5', unit: 'h', optional: true })], most: '2500' })], text: ' Hello ' }), around)
    expect(built).toEqual({ ok: true, value: {
      options: [{ id: 'option-1', title: 'Repair', lines: [{ id: 'line-1', label: 'Work', kind: 'labour', quantity: '1.5', unit: 'h', amount: 189_050, taxRate: '25', optional: true }], most: 250_000 }],
      validUntil: Date.UTC(2026, 10, 20, 17), text: 'Hello',
    } })
    expect(v.safeParse(argsByCommand.propose, built.ok && built.value).success).toBe(true)
  })

  it('adds up while it is written, with and without what is optional', () => {
    const lines = [line({ amount: '1 890,50' }), line({ id: 'line-2', amount: '300', kind: 'discount' }), line({ id: 'line-3', amount: '100', optional: true })]
    expect(totalsOf(option({ lines }), 2)).toEqual({ fixed: 159_050, all: 169_050, isComplete: true })
    expect(totalsOf(option({ lines: [...lines, line({ id: 'line-4', amount: '1.890' })] }), 2)).toEqual({ fixed: 159_050, all: 169_050, isComplete: false })
  })

  it('says which field is wrong, and how', () => {
    expect(problemsOf(draft({ options: [option({ title: ' ', lines: [line({ label: '', amount: 'much', quantity: 'x', taxRate: '125' })] })], validUntil: '' }))).toEqual({
      'options.0.title': 'missing', 'options.0.lines.0.label': 'missing', 'options.0.lines.0.amount': 'amount', 'options.0.lines.0.quantity': 'quantity',
      'options.0.lines.0.taxRate': 'taxRate', validUntil: 'time',
    })
  })

  it('must not be over already, nor state a most below its total', () => {
    expect(problemsOf(draft({ validUntil: '2026-11-12T10:00' }))).toEqual({ validUntil: 'past' })
    expect(problemsOf(draft({ options: [option({ most: '949,99' })] }))).toEqual({ 'options.0.most': 'mostBelow' })
    expect(problemsOf(draft({ options: [option({ most: '950' })] }))).toEqual({})
  })

  it('needs a reason only where it differs from the version before', () => {
    const first = buildProposal(draft(), around)
    const before: Proposal = { revision: 1, options: first.ok ? first.value.options : [], validUntil: now, at: now }
    expect(problemsOf(draft(), before)).toEqual({})
    expect(problemsOf(draft({ options: [option({ lines: [line({ amount: '951' })] })] }), before)).toEqual({ reason: 'reason' })
    expect(problemsOf(draft({ options: [option({ lines: [line({ amount: '951' })] })], reason: 'A part' }), before)).toEqual({})
  })
})

describe('a proposal that begins', () => {
  it('holds the estimate\'s lines in the client\'s language at the high end, with the most that was shown', () => {
    const [first] = begin(priced).options
    expect(first!.lines.map(({ id, label, kind, amount }) => [id, label, kind, amount])).toEqual([
      ['visit', 'Besök', 'travel', '590'], ['work', 'Arbete', 'labour', '1200'], ['off', 'Rabatt', 'discount', '-200'],
    ])
    expect([first!.most, totalsOf(first!, 2).fixed]).toEqual(['2500', 159_000])
  })

  it('adds the tax to lines that were shown without it', () => {
    expect(begin({ ...priced, taxIncluded: false }).options[0]!.lines[0]!.amount).toBe('737,50')
  })

  it('repeats the version before where there is one, and begins with one empty line where nothing is known', () => {
    const proposal: Proposal = { revision: 2, options: [{ id: 'x', title: 'Other', lines: [{ id: 'a', label: 'A', kind: 'part', amount: 12_345, taxRate: '6' }] }], validUntil: now, at: now }
    expect(begin(priced, { proposal }).options).toEqual([{ id: 'x', title: 'Other', text: '', most: '', lines: [{ ...emptyLine('a'), label: 'A', kind: 'part', amount: '123,45', taxRate: '6' }] }])
    expect(begin(undefined).options).toEqual([{ id: 'option-1', title: 'Pump', text: '', most: '', lines: [emptyLine('line-1')] }])
  })

  it('gives new lines ids that none of the others has', () => {
    expect(freeId('line', [{ id: 'line-1' }, { id: 'line-3' }])).toBe('line-4')
    expect(freeId('line', [{ id: 'line-2' }])).toBe('line-3')
  })
})
