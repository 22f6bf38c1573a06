import { describe, expect, it } from 'vitest'
import { accepted, agreed, agreeing, closed, delivered, finalLines, inProgress, offered, submitted, yes } from './example-histories.ts'
import { client, dayMs, executor, guest, line, manager, onlooker, option, reception, repair, spoken, start, termsHash } from './example-shop.ts'
import { History } from './history.ts'

const until = start + 30 * dayMs

describe('a request on the full path', () => {
  it('goes straight from the need to its end, event by event', () => {
    expect(closed.shared.map(event => event.body.type)).toEqual([
      'submitted', 'taken', 'proposalOffered', 'optionChosen', 'agreed', 'workStarted', 'workFinished', 'resultChecked', 'resultAccepted', 'closed',
    ])
    expect(closed.shared.map(event => event.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const states = [submitted, offered, agreeing, agreed, inProgress, delivered, accepted, closed].map(({ row }) => row.state)
    expect(states).toEqual(['submitted', 'offered', 'agreeing', 'agreed', 'inProgress', 'delivered', 'accepted', 'closed'])
  })

  it('keeps what was agreed: lines, sums, terms, name and moment', () => {
    expect(agreed.row.agreement).toEqual({
      ...yes, title: 'repair', lines: repair.lines.slice(0, 2), termsId: 'terms-2026', at: agreed.row.updatedAt,
    })
  })

  it('counts optional lines only where they were picked, and takes the others off the most', () => {
    expect(agreeing.row.choice).toMatchObject({ total: 100_000, most: 130_000 })
    expect(offered.give('chooseOption', { optionId: 'repair', revision: 1, lines: ['hose'] }).row.choice).toMatchObject({ total: 120_000, most: 150_000 })
    expect(offered.refusal('chooseOption', { optionId: 'repair', revision: 1, lines: ['pump'] })).toBe('no-such-line')
  })

  it('goes back to where it was asked, and tells of the question', () => {
    const proposing = submitted.give('take', {}, reception)
    for (const before of [submitted, proposing]) {
      const asked = before.give('ask', { text: 'Which model?' }, executor)
      expect(asked.row).toMatchObject({ state: 'clarifying', returnTo: before.row.state, messages: { count: 1 } })
      const answered = asked.give('answer', { text: 'WA-12' })
      expect(answered.row).toMatchObject({ state: before.row.state, messages: { count: 2 } })
      expect(answered.row).not.toHaveProperty('returnTo')
    }
  })

  it('needs a yes to the very offer that stands, by somebody with a confirmed address, in the terms in force', () => {
    expect(agreeing.refusal('agree', { ...yes, total: 99_999 })).toBe('price-changed')
    expect(agreeing.refusal('agree', { ...yes, most: 1 })).toBe('price-changed')
    expect(agreeing.refusal('agree', { ...yes, revision: 2 })).toBe('revision-changed')
    expect(agreeing.refusal('agree', { ...yes, optionId: 'other' })).toBe('no-such-option')
    expect(agreeing.refusal('agree', { ...yes, termsHash: 'c'.repeat(64) })).toBe('terms-changed')
    expect(agreeing.refusal('agree', yes, guest)).toBe('confirm-address-first')
    expect(agreeing.refusal('agree', yes, onlooker)).toBe('not-allowed-for-you')
    expect(agreeing.refusal('agree', yes, manager)).toBe('not-allowed-for-you')
    expect(agreeing.later(31 * dayMs).refusal('agree', yes)).toBe('offer-expired')
    expect(agreeing.give('agree', yes, reception, { via: spoken }).row.state).toBe('agreed')
  })

  it('does not agree to the newer of two proposals with a yes to the older', () => {
    const revised = agreeing.give('propose', { options: [option('repair', [line('work', 90_000)])], validUntil: until, reason: 'The pump is whole' }, executor)
    expect(revised.row).toMatchObject({ state: 'offered', revision: 2 })
    expect(revised.row).not.toHaveProperty('choice')
    expect(revised.refusal('chooseOption', { optionId: 'repair', revision: 1, lines: [] })).toBe('revision-changed')
    expect(revised.give('chooseOption', { optionId: 'repair', revision: 2, lines: [] }).refusal('agree', yes)).toBe('revision-changed')
  })

  it('wants a reason for a proposal that says something else than the one before', () => {
    const cheaper = { options: [option('repair', [line('work', 90_000)])], validUntil: until }
    expect(offered.refusal('propose', cheaper, executor)).toBe('difference-needs-reason')
    expect(offered.refusal('propose', { ...cheaper, reason: ' ' }, executor)).toBe('difference-needs-reason')
    expect(offered.refusal('propose', { options: [repair], validUntil: until + dayMs }, executor)).toBeUndefined()
  })

  it('takes no proposal that is over, says two things of one line, or promises less than its sum', () => {
    const proposing = submitted.give('take', {}, reception)
    const propose = (options = [repair], validUntil = until) => proposing.refusal('propose', { options, validUntil }, executor)
    expect(propose(undefined, proposing.now)).toBe('valid-until-past')
    expect(propose(undefined, proposing.now + 1)).toBeUndefined()
    expect(propose([repair, repair])).toBe('duplicate-line')
    expect(propose([option('one', [line('work', 1), line('work', 2)])])).toBe('duplicate-line')
    expect(propose([option('one', [line('work', 100)], { most: 99 })])).toBe('most-below-total')
    expect(propose([option('one', [line('work', 100)], { most: 100 })])).toBeUndefined()
  })

  it('lets an offer run out at its very moment, not before', () => {
    const time = { kind: 'time' } as const
    const choice = { optionId: 'repair', revision: 1, lines: [] }
    const [atEnd, after] = [offered.later(until - offered.now), offered.later(until - offered.now + 1)]
    expect(atEnd.refusal('expire', {}, time)).toBe('not-allowed-now')
    expect(atEnd.refusal('chooseOption', choice)).toBeUndefined()
    expect(after.give('expire', {}, time).row.state).toBe('proposing')
    expect(after.refusal('chooseOption', choice)).toBe('offer-expired')
    expect(agreeing.later(until - agreeing.now).refusal('agree', yes)).toBeUndefined()
    expect(agreeing.later(until - agreeing.now + 1).refusal('agree', yes)).toBe('offer-expired')
  })
})

describe('the final cost', () => {
  const finish = (lines = finalLines) => inProgress.refusal('finish', { lines }, executor)

  it('is what was agreed', () => {
    expect(inProgress.give('finish', { lines: finalLines }, executor).row).toMatchObject({ state: 'checking', result: { total: 100_000 } })
  })

  it('differs only by lines that say why, up to the most that was agreed', () => {
    expect(finish([line('work', 80_000), line('pump', 40_000)])).toBe('difference-needs-reason')
    expect(finish([line('work', 80_000, { why: 'The drum had to come out' }), line('pump', 40_000)])).toBeUndefined()
    expect(finish([...finalLines, line('hose', 20_000)])).toBe('difference-needs-reason')
    expect(finish([line('work', 90_001, { why: 'It took long' }), line('pump', 40_000)])).toBe('more-than-agreed')
    expect(finish([...finalLines, line('work', 1)])).toBe('duplicate-line')
  })

  it('shows what was agreed and not done as a line of nothing, with the reason', () => {
    expect(finish([line('work', 60_000)])).toBe('difference-needs-reason')
    expect(finish([line('work', 60_000), line('pump', 0, { why: 'The pump was whole' })])).toBeUndefined()
  })

  it('takes no old words for a new reason', () => {
    const because = { why: 'It is an old model' }
    const history = submitted.give('take', {}, reception)
      .give('propose', { options: [option('repair', [line('work', 60_000, because)], { most: 90_000 })], validUntil: until }, executor)
      .give('chooseOption', { optionId: 'repair', revision: 1, lines: [] })
      .give('agree', { ...yes, total: 60_000, most: 90_000 }).give('start', {}, executor)
    expect(history.refusal('finish', { lines: [line('work', 70_000, because)] }, executor)).toBe('difference-needs-reason')
    expect(history.refusal('finish', { lines: [line('work', 60_000, because)] }, executor)).toBeUndefined()
  })
})

describe('a first command', () => {
  const wish = { path: 'full', title: 'Noise', text: 'It rattles', language: 'sv', contact: { name: 'Maja' } } as const
  const first = (more: object) => new History().refusal('submit', { ...wish, ...more })

  it('names a service and a way of giving it that there are', () => {
    expect(first({ serviceId: 'washer', mode: 'personal' })).toBeUndefined()
    expect(first({ serviceId: 'washer', mode: 'selfService' })).toBe('mode-not-offered')
    expect(first({ serviceId: 'balloons' })).toBe('no-such-service')
    expect(first({ serviceId: 'washer', answers: { wheels: 3 } })).toBe('answer-wrong')
  })

  it('brings the price as it is today, beside the one that the client saw where they differ', () => {
    const body = (more: object) => new History().give('submit', { ...wish, serviceId: 'washer', answers: {}, ...more }).shared[0]?.body
    const fresh = body({})
    expect(fresh).toMatchObject({ estimate: { total: { kind: 'range', low: 89_000, high: 89_000 } } })
    const seen = fresh?.type === 'submitted' ? fresh.estimate : undefined
    expect(body({ estimate: seen })).not.toHaveProperty('recomputed')
    const dearer = { ...seen, total: { kind: 'firm', amount: 1 } }
    expect(body({ estimate: dearer })).toMatchObject({ estimate: dearer, recomputed: seen })
  })

  it('keeps no estimate that nobody can work out anew', () => {
    const made = new History().give('submit', { ...wish, serviceId: 'washer', answers: {} }).shared[0]?.body
    const estimate = made?.type === 'submitted' && made.estimate ? made.estimate : undefined
    expect(estimate).toBeDefined()
    for (const more of [{}, { serviceId: 'washer' }]) {
      expect(new History().give('submit', { ...wish, ...more, ...(estimate ? { estimate } : {}) }).shared[0]?.body).not.toHaveProperty('estimate')
    }
  })

  it('cannot be given twice, and nothing goes before it', () => {
    expect(submitted.refusal('submit', wish)).toBe('not-allowed-now')
    expect(new History().refusal('postMessage', { text: 'Hello' })).toBe('no-such-request')
  })

  it('is a different person\'s where staff write it down', () => {
    const made = new History().give('submit', wish, reception)
    expect(made.shared[0]).toMatchObject({ by: { kind: 'staff', name: 'Elin' }, body: { staffMade: true } })
    expect(new History().refusal('submit', wish, executor)).toBe('not-allowed-for-you')
  })

  it('leaves no gap in the row where something was not said', () => {
    const row = new History().give('submit', { ...wish, contact: { name: 'Maja', email: undefined, phone: '+46 8 1234' }, mode: undefined }).row
    expect(Object.keys(row.contact)).toEqual(['name', 'phone'])
    expect(row).not.toHaveProperty('mode')
  })
})

it('keeps the agreement with its own client', () => {
  expect(agreed.shared.at(-1)?.by).toEqual({ kind: 'member', id: client.id, name: 'Maja' })
  expect(termsHash).toBe(agreed.row.agreement?.termsHash)
})
