import { describe, expect, it } from 'vitest'
import { compareDecision } from '../../../src/portal/outbox/compare-decision.ts'
import { agreed, agreeing, offered, submitted, visit, yes } from '../../domain/request/example-histories.ts'
import { dayMs, executor, line, manager, option, reception, start } from '../../domain/request/example-shop.ts'
import type { History } from '../../domain/request/history.ts'

const standing = ({ row, shared }: History) => ({ request: row, events: shared })
const dearer = option('repair', [line('work', 60_000), line('pump', 55_000, { kind: 'part' }), line('valve', 10_000)])
const agree = { name: 'agree', args: yes, at: start } as const

describe('A decision beside what stands now', () => {
  it('shows the lines and totals that were agreed to and those of the newer proposal, with what became of each', () => {
    const changed = agreeing.give('propose', { options: [dearer], validUntil: start + 30 * dayMs, reason: 'The valve is worn' }, executor)
    const found = compareDecision(agree, standing(changed))
    expect(found).toMatchObject({
      kind: 'price',
      before: { title: 'repair', total: 100_000, most: 130_000, lines: [{ id: 'work' }, { id: 'pump', amount: 40_000, mark: 'changed' }] },
      now: { total: 125_000, lines: [{ id: 'work' }, { id: 'pump', amount: 55_000, mark: 'changed' }, { id: 'valve', mark: 'new' }] },
    })
  })

  it('says that there is nothing to say yes to any more', () => {
    const withdrawn = agreeing.give('withdraw', { reason: 'The pump is sold out' }, manager)
    expect(compareDecision(agree, standing(withdrawn))).toMatchObject({ kind: 'price', before: { total: 100_000 }, now: undefined })
  })

  it('says where it stands where nothing of the offer itself has changed', () => {
    expect(compareDecision(agree, standing(agreeing))).toMatchObject({ kind: 'state', state: 'agreeing' })
  })

  it('shows the question that was answered beside the one that is asked now', () => {
    const asked = submitted.give('take', {}, reception).give('ask', { text: 'Which model?' }, reception)
    const answer = { name: 'answer', args: { text: 'A blue one' }, at: asked.now } as const
    expect(compareDecision(answer, standing(asked))).toMatchObject({ kind: 'state' })
    const asksAnew = asked.later(60_000).give('answer', { text: 'It says WX 10' }).give('ask', { text: 'And how old?' }, reception)
    expect(compareDecision(answer, standing(asksAnew))).toEqual({ kind: 'question', before: 'Which model?', now: 'And how old?' })
    const moved = asked.later(60_000).give('propose', { options: [dearer], validUntil: start + 30 * dayMs }, executor)
    expect(compareDecision(answer, standing(moved))).toEqual({ kind: 'question', before: 'Which model?', now: undefined })
  })

  it('shows the chosen time beside those that are free now, and a price that has changed', () => {
    const times = offered.give('proposeTimes', { times: [visit(4)] }, reception)
    expect(compareDecision({ name: 'confirmTime', args: { time: visit(3) }, at: start }, standing(times))).toEqual({ kind: 'times', before: visit(3), now: [visit(4)] })
    const priced = submitted.give('take', {}, reception).give('proposeTimes', { times: [visit(4)], price: 70_000 }, reception)
    expect(compareDecision({ name: 'confirmTime', args: { time: visit(4), price: 59_000, termsHash: 'x' }, at: start }, standing(priced)))
      .toMatchObject({ kind: 'price', before: { total: 59_000 }, now: { total: 70_000 } })
  })

  it('shows a change that was accepted beside the one that is offered instead', () => {
    const working = agreed.give('start', {}, executor).give('proposeChange', { lines: [line('hose', 12_000)], reason: 'Cracked' }, executor)
    const { revision } = working.row.change!
    const again = working.give('withdrawChange', {}, executor).give('proposeChange', { lines: [line('hose', 15_000)], reason: 'Dearer' }, executor)
    expect(compareDecision({ name: 'acceptChange', args: { revision, total: 12_000 }, at: start }, standing(again)))
      .toMatchObject({ kind: 'price', before: { total: 12_000 }, now: { total: 15_000, lines: [{ mark: 'changed' }] } })
  })

  it('tells a message on a request that is over what happened to it, and has nothing to compare for a new request', () => {
    const over = submitted.give('decline', { reason: 'We do not mend these' }, reception)
    expect(compareDecision({ name: 'cancel', args: { reason: 'No' }, at: start }, standing(over)))
      .toMatchObject({ kind: 'state', state: 'declined', last: { type: 'declined', reason: 'We do not mend these' } })
    expect(compareDecision({ name: 'submit', args: submitted.shared[0]!.body as never, at: start }, standing(submitted))).toBeUndefined()
  })
})
