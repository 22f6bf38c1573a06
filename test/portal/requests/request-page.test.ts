// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { evolve } from '#domain/request/evolve.ts'
import { readOutbox } from '#local/outbox.ts'
import { openStorage } from '#local/storage.ts'
import { submit } from '#local/submit.ts'
import RequestPage from '../../../src/portal/requests/RequestPage.vue'
import { agreeing, offered, submitted } from '../../domain/request/example-histories.ts'
import { start, termsHash } from '../../domain/request/example-shop.ts'
import { History, requestId } from '../../domain/request/history.ts'
import { buttonNamed, emptyDevice, fetchContent, until } from '../device-page.ts'
import { show } from '../speaking.ts'
import { keepRequest, keepTerms } from './kept-request.ts'

let page: VueWrapper
const plain = (text: string) => text.replace(/\s+/g, ' ')
const says = (words: string) => until(() => plain(page.text()).includes(words), `"${words}"`)
async function openRequest() {
  page = await show(RequestPage, {}, { address: `/requests/${requestId}` })
  await until(() => page.find('h1').exists(), 'a heading')
}
const names = async () => (await readOutbox()).waiting.map(({ command }) => command.name)
const field = () => page.find<HTMLTextAreaElement>('#reply textarea')

beforeEach(async () => {
  // The example's proposal is valid for a month from its beginning.
  vi.useFakeTimers({ now: start + 60_000, toFake: ['Date'] })
  await emptyDevice()
  await fetchContent()
})
afterEach(async () => {
  page.unmount()
  vi.useRealTimers()
  await new Promise(resolve => setTimeout(resolve, 60))
})

describe('the page of a request', () => {
  it('says whose turn it is and by when, lets one choose and say yes without a network, and says honestly when that counts', async () => {
    await keepRequest(offered)
    await keepTerms()
    await openRequest()
    await says('Your turn: choose a way')
    await buttonNamed(page, 'Choose this, 1\u00A0000\u00A0kr').trigger('click')
    await says('Your turn: say yes to the price and the terms')
    await says('Both sides keep their word.')
    await until(() => page.findAll('button').some(button => button.text().startsWith('Agree to')), 'a button to agree')
    await page.find('#agreement form').trigger('submit')
    await says('Saved. It counts when the business has it.')
    await says('What was agreed')
    const { waiting } = await readOutbox()
    expect(waiting.map(({ command: { name, args } }) => ({ name, args }))).toEqual([
      { name: 'chooseOption', args: { optionId: 'repair', revision: 1, lines: [] } },
      { name: 'agree', args: { optionId: 'repair', revision: 1, total: 100_000, most: 130_000, termsHash, name: 'Maja' } },
    ])
  })

  it('wants a name under the yes', async () => {
    await keepRequest(agreeing)
    await keepTerms()
    await openRequest()
    await until(() => page.find('#agreement form input').exists(), 'a field for the name')
    await page.find('#agreement form input').setValue('  ')
    await page.find('#agreement form').trigger('submit')
    await says('Write your name')
    expect(await names()).toEqual([])
  })

  it('asks a guest to confirm their address before a yes', async () => {
    await keepRequest(agreeing, 'guest')
    await keepTerms()
    await openRequest()
    await says('First confirm your e-mail address')
    expect(page.findAll('button').some(button => button.text().startsWith('Agree to'))).toBe(false)
  })

  it('lets nobody say yes to terms that cannot be read here', async () => {
    await keepRequest(agreeing)
    await openRequest()
    await says('The terms are not on this device yet.')
    expect(page.findAll('button').some(button => button.text().startsWith('Agree to'))).toBe(false)
  })

  it('keeps what is being written over a reload, until it is sent', async () => {
    await keepRequest(submitted)
    await openRequest()
    await field().setValue('The bell is broken')
    await new Promise(resolve => setTimeout(resolve, 700))
    page.unmount()
    await openRequest()
    await until(() => field().element.value === 'The bell is broken', 'the draft')
    await page.find('#reply').trigger('submit')
    await says('saved on this phone')
    expect(field().element.value).toBe('')
    expect(await names()).toEqual(['postMessage'])
    page.unmount()
    await openRequest()
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(field().element.value).toBe('')
  })

  it('shows what was not taken with its words and the reason, and lets it be discarded and taken back', async () => {
    await keepRequest(submitted)
    const { mid } = await submit({ name: 'postMessage', requestId, args: { text: 'Come on Sunday' } })
    const { outboxOf } = await openStorage()
    const [{ reader } = { reader: '' }] = (await readOutbox()).waiting
    await outboxOf(reader).results.put({ mid, at: start, result: { kind: 'rejected', rejection: { code: 'not-allowed-now', params: {}, canDo: [] } } })
    await outboxOf(reader).commands.update(mid, { state: 'attention' })
    await openRequest()
    await says('Needs your attention')
    const notice = () => page.find('#attention')
    await until(() => notice().text().includes('Come on Sunday') && notice().text().includes('no longer possible'), 'words and reason')
    await buttonNamed(page, 'Discard').trigger('click')
    await says('Discarded.')
    await until(() => !notice().text().includes('Come on Sunday'), 'an empty list')
    await buttonNamed(page, 'Undo').trigger('click')
    await until(() => notice().exists() && notice().text().includes('Come on Sunday'), 'the words again')
  })

  it('says that something newer happened, and goes on with what it knows', async () => {
    const newer = { ...offered.events.at(-1)!, number: offered.shared.length + 1, body: { type: 'teleported', to: 'the moon' } } as unknown as RequestEvent
    await keepRequest(new History([...offered.events, newer], evolve(offered.state, newer)))
    await openRequest()
    await says('Your turn: choose a way')
    await says('Something newer happened here.')
    expect(page.findAll('button').some(button => button.text().startsWith('Choose this'))).toBe(true)
  })

  it('lets a message be taken back until somebody has written after it', async () => {
    const said = submitted.give('postMessage', { text: 'Wrong number' })
    await keepRequest(said)
    await openRequest()
    await says('Take it back')
    await buttonNamed(page, 'Take it back').trigger('click')
    await until(() => !plain(page.text()).includes('Wrong number'), 'the message gone')
    expect(await names()).toEqual(['withdrawMessage'])
  })

  it('says so when this device has no such request', async () => {
    await keepRequest(submitted)
    page = await show(RequestPage, {}, { address: '/requests/0192f3a0-0000-7000-8000-00c0ffee0002' })
    await says('This request is not on this device')
  })
})
