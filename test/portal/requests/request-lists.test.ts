// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import RequestCard from '../../../src/portal/requests/RequestCard.vue'
import { inLists } from '../../../src/portal/requests/in-lists.ts'
import type { ListedRequest } from '../../../src/portal/requests/request-queries.ts'
import { battery, calendar, client, dayMs, start } from '../../domain/request/example-shop.ts'
import { accepted, asked, closed, inProgress, offered, submitted } from '../../domain/request/example-histories.ts'
import type { History } from '../../domain/request/history.ts'
import { show } from '../speaking.ts'

const stepOf = (request: RequestRow) => nextStep(request, { calendar, standard: battery.standard })
const listed = ({ row }: History, id: string): ListedRequest =>
  ({ request: { ...row, id }, events: [], stuck: [], reader: client.id, isTaken: true, attention: [], news: 0 })
const idsOf = (histories: Record<string, History>, now: number) => {
  const lists = inLists(Object.entries(histories).map(([id, history]) => listed(history, id)), stepOf, now)
  return Object.fromEntries(Object.entries(lists).map(([name, cards]) => [name, cards.map(({ shown }) => shown.request.id)]))
}

describe('the lists of requests', () => {
  it('hold what goes on with the client\'s turns first, what is under warranty, and what is over', () => {
    const cancelled = submitted.give('cancel', { reason: 'Changed my mind' })
    expect(idsOf({ inProgress, offered, accepted, closed, cancelled, asked }, start + dayMs)).toEqual({
      open: ['offered', 'inProgress', 'asked'], warranty: ['closed', 'accepted'], past: ['cancelled'],
    })
  })

  it('let a warranty run out', () => {
    expect(idsOf({ accepted }, start + 400 * dayMs)).toEqual({ open: [], warranty: [], past: ['accepted'] })
  })
})

describe('the card of a request', () => {
  const card = (history: History, more = {}) => show(RequestCard, { request: history.row, step: stepOf(history.row), ...more })

  it('is one link that tells the matter, whose turn it is and by when', async () => {
    const link = (await card(offered)).find('a')
    expect(link.attributes('href')).toBe(`/requests/${offered.row.id}`)
    expect(link.findAll('.words > span').map(part => part.text()).slice(0, 2)).toEqual(['It does not drain', 'Your turn: choose a way'])
  })

  it('marks what is saved on this phone only and what was not taken', async () => {
    expect((await card(submitted)).text()).not.toContain('Saved on this phone')
    expect((await card(submitted, { isWaiting: true })).text()).toContain('Saved on this phone')
    expect((await card(submitted, { isNoticed: true })).text()).toContain('Needs your attention')
  })

  it('says on its button what waits behind it', async () => {
    expect((await card(offered, { hasAction: true })).find('.action').text()).toBe('See the proposal')
    expect((await card(inProgress, { hasAction: true })).find('.action').text()).toBe('Open')
  })
})
