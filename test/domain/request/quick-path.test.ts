import { describe, expect, it } from 'vitest'
import { stepsOf } from '#domain/request/steps.ts'
import { quick, quickAgreed, quickLines, quickYes } from './example-histories.ts'
import { battery, dayMs, executor, guest, line, manager, needQuick, phone, reception, spoken, start, time } from './example-shop.ts'
import { History } from './history.ts'

describe('a firm price', () => {
  it('is an offer at once, chosen already: only the yes is missing', () => {
    expect(quick.shared.map(event => event.body.type)).toEqual(['submitted', 'proposalOffered'])
    expect(quick.row).toMatchObject({
      state: 'agreeing', path: 'quick', revision: 1,
      choice: { optionId: 'price', total: 84_000, most: 84_000 },
      proposal: { validUntil: start + 14 * dayMs, options: [{ lines: [{ id: 'work', amount: 39_000 }, { id: 'part', kind: 'part', amount: 45_000 }] }] },
    })
  })

  it('can be ordered on the phone with no network, by a confirmed client', () => {
    const offline = new History().with(phone).give('submit', needQuick).give('agree', quickYes)
    expect(offline.row).toMatchObject({ state: 'agreed', agreement: { total: 84_000 } })
    expect(quick.refusal('agree', quickYes, guest)).toBe('confirm-address-first')
  })

  it('is done in three taps of staff, without a check', () => {
    const done = quickAgreed.give('start', {}, executor).give('finish', { lines: quickLines }, executor)
    expect(done.row).toMatchObject({ state: 'delivered', result: { total: 84_000 } })
    expect(done.give('accept', {}).row.state).toBe('accepted')
    expect(stepsOf(done.row).map(step => step.status)).toEqual(['done', 'notNeeded', 'done', 'done', 'notNeeded', 'now', 'next', 'next'])
    expect(stepsOf(done.row)[1]).toMatchObject({ stage: 'proposal', because: 'firmPrice' })
  })

  it('binds the business: after the yes it can only cancel, with a reason', () => {
    expect(quickAgreed.refusal('withdraw', {}, manager)).toBe('not-allowed-now')
    expect(quickAgreed.refusal('decline', { reason: 'Too busy' }, manager)).toBe('not-allowed-now')
    expect(quickAgreed.give('cancel', { reason: 'The part is no longer made' }, manager).row).toMatchObject({ state: 'cancelled', endedBecause: 'The part is no longer made' })
  })

  it('becomes the full path when the price that the client saw is another one', () => {
    const seen = quick.shared[0]?.body.type === 'submitted' ? quick.shared[0].body.estimate : undefined
    const old = seen && { ...seen, lines: seen.lines.slice(0, 1) }
    const history = new History().give('submit', { ...needQuick, ...(old ? { estimate: old } : {}) })
    expect(history.row).toMatchObject({ state: 'submitted', path: 'full' })
    expect(history.shared).toHaveLength(1)
  })

  it('becomes the full path where the service has none, or nothing was answered', () => {
    expect(new History().give('submit', { ...needQuick, serviceId: 'washer' }).row.path).toBe('full')
    const { answers: _answers, ...unasked } = needQuick
    expect(new History().give('submit', unasked).row).toMatchObject({ path: 'full', state: 'submitted' })
  })

  it('goes the full way from wherever it goes back to a proposal', () => {
    const back = [
      quick.give('withdraw', {}, reception), quick.give('askForChanges', { text: 'A black one, please' }), quick.later(15 * dayMs).give('expire', {}, time),
    ]
    for (const { row } of back) {
      expect(row).toMatchObject({ state: 'proposing', path: 'full' })
      expect(row).not.toHaveProperty('choice')
    }
  })

  it('goes the full way when it is taken up again: there is no other way on', () => {
    for (const ended of [quick.give('refuse', { reason: 'Too dear' }), quick.give('decline', { reason: 'Too busy' }, manager), quick.give('cancel', { reason: 'Sold it' })]) {
      const again = ended.give('reopen', {})
      expect(again.row).toMatchObject({ state: 'submitted', path: 'full' })
      expect(again.give('take', {}, reception).row.state).toBe('proposing')
    }
  })

  it('leaves nothing of its agreement behind when the client asks for the full path', () => {
    const changed = quickAgreed.give('proposeChange', { lines: [line('case', 20_000)], reason: 'The case is cracked' }, executor)
      .give('acceptChange', { revision: 2, total: 20_000 })
      .give('requireDeposit', { amount: 10_000 }, manager).give('issueBill', {}, manager)
    const full = changed.give('askForFullPath', { text: 'There is more to it' })
    expect(full.row).toMatchObject({ state: 'submitted', path: 'full', acceptedChanges: [] })
    for (const key of ['agreement', 'choice', 'deposit', 'billed']) expect(full.row).not.toHaveProperty(key)
    const agreed = full.give('take', {}, reception)
      .give('propose', { options: [{ id: 'all', title: 'All', lines: [line('all', 50_000)] }], validUntil: changed.now + dayMs, reason: 'All of it' }, executor)
      .give('chooseOption', { optionId: 'all', revision: 3, lines: [] })
      .give('agree', { ...quickYes, optionId: 'all', revision: 3, total: 50_000, most: 50_000 }, reception, { via: spoken })
      .give('start', {}, executor)
    expect(agreed.refusal('finish', { lines: [line('all', 50_000), line('case', 20_000)] }, executor)).toBe('difference-needs-reason')
    expect(agreed.refusal('finish', { lines: [line('all', 50_000)] }, executor)).toBeUndefined()
  })

  it('says the whole sum, tax included, in the language of the client', () => {
    expect(battery.price.tax.included).toBe(true)
    expect(quick.row.proposal?.options[0]?.lines.map(one => one.label)).toEqual(['Work', 'Battery'])
  })
})
