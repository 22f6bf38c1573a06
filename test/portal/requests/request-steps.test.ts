// @vitest-environment happy-dom
import type { DOMWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { RequestRow } from '#domain/request/row.ts'
import RequestStages from '../../../src/portal/requests/RequestStages.vue'
import RequestSteps from '../../../src/portal/requests/RequestSteps.vue'
import { reception } from '../../domain/request/example-shop.ts'
import { accepted, asked, delivered, offered, quick, quickAgreed, submitted } from '../../domain/request/example-histories.ts'
import { show } from '../speaking.ts'

/** What stands in spans of its own, parted. */
const wordsOf = (item: DOMWrapper<Element>) => item.findAll('span').filter(span => span.element.children.length === 0 || span.classes('name')).map(span => span.text()).filter(Boolean).join(' ')

const headings = async (request: RequestRow) => (await show(RequestSteps, { request })).findAll('li').map(item => ({
  text: wordsOf(item), isNow: item.attributes('aria-current') === 'step',
}))
const stages = async (request: RequestRow) => (await show(RequestStages, { request })).findAll('li').map(wordsOf)

describe('the steps of a request', () => {
  it('show three headings, and where the request stands is said in words and marked', async () => {
    expect(await headings(offered.row)).toEqual([
      { text: 'Agree now', isNow: true }, { text: 'Do to come', isNow: false }, { text: 'After to come', isNow: false },
    ])
    expect(await headings(delivered.row)).toEqual([
      { text: 'Agree done', isNow: false }, { text: 'Do now', isNow: true }, { text: 'After to come', isNow: false },
    ])
  })

  it('never call done what a question did not need', async () => {
    const answered = asked.give('answerQuestion', { text: 'Yes' }, reception).row
    expect((await headings(answered))[1]).toEqual({ text: 'Do not needed', isNow: false })
    expect((await stages(answered)).filter(stage => stage.includes('not needed: it is a question'))).toHaveLength(6)
  })

  it('say that a firm price needs no proposal', async () => {
    expect((await stages(quick.row))[1]).toBe('Proposal not needed: the price is fixed')
    expect((await stages(quickAgreed.row))[4]).toBe('Control and feedback not needed: the price is fixed')
  })

  it('mark exactly one stage as now while the request is open', async () => {
    for (const { row } of [submitted, offered, delivered, accepted]) {
      const page = await show(RequestStages, { request: row })
      expect(page.findAll('[aria-current=step]')).toHaveLength(1)
    }
  })

  it('say of a request that was called off what was not reached', async () => {
    const cancelled = offered.give('cancel', { reason: 'Bought a new one' })
    expect(await headings(cancelled.row)).toEqual([
      { text: 'Agree not reached', isNow: false }, { text: 'Do not reached', isNow: false }, { text: 'After not reached', isNow: false },
    ])
    expect((await stages(cancelled.row))[0]).toBe('Needs done')
    const declined = submitted.give('decline', { reason: 'No time' }, reception)
    expect((await stages(declined.row)).some(stage => stage.includes('now'))).toBe(false)
  })
})
