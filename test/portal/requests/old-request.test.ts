// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import RequestPage from '../../../src/portal/requests/RequestPage.vue'
import { submitted } from '../../domain/request/example-histories.ts'
import { start } from '../../domain/request/example-shop.ts'
import { requestId } from '../../domain/request/history.ts'
import { openStorage } from '#local/storage.ts'
import { buttonNamed, emptyDevice, fetchContent, until } from '../device-page.ts'
import { show } from '../speaking.ts'
import { keepRequest } from './kept-request.ts'

const history = submitted
let page: VueWrapper
const says = (words: string) => until(() => page.text().replace(/\s+/g, ' ').includes(words), `"${words}"`)
let answer: () => Promise<Response>

beforeEach(async () => {
  vi.useFakeTimers({ now: start + 60_000, toFake: ['Date'] })
  vi.stubGlobal('fetch', (path: string) => (path.startsWith('/api/requests/') ? answer() : Promise.reject(new TypeError('Failed to fetch'))))
  await emptyDevice()
  await fetchContent()
  await keepRequest(history)
  const { baseOf, device } = await openStorage()
  const [reader] = await device.readers.toArray()
  // It has left the feed.
  await baseOf(reader!.id).rows.clear()
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const openPage = async () => { page = await show(RequestPage, {}, { address: `/requests/${requestId}` }) }
const json = (status: number, body: object) => async () =>
  Response.json({ protocol: 'servus-sync/2', ...body }, { status, headers: { 'servus-protocol': 'servus-sync/2' } })

describe('The page of a request that is on no phone any more', () => {
  it('[S122] shows what the business has of it, without anything to write', async () => {
    answer = json(200, { now: start, request: history.row, events: history.shared, files: [] })
    await openPage()
    await says('This request has long been over')
    await says(history.row.title)
    expect(page.find('textarea').exists()).toBe(false)
  })

  it('says without a network that it can be read with one, and asks again', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await openPage()
    await says('it can be read while you are online')
    answer = json(200, { now: start, request: history.row, events: history.shared, files: [] })
    await buttonNamed(page, 'Try again').trigger('click')
    await says('This request has long been over')
  })

  it('says of one that nobody here sees that it is not on this device', async () => {
    answer = json(404, { error: { code: 'not-found' } })
    await openPage()
    await says('It may belong to another address')
  })
})
