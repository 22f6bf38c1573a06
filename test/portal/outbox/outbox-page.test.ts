// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RejectionCode } from '#domain/request/rejection.ts'
import { readOutbox } from '#local/outbox.ts'
import { openStorage } from '#local/storage.ts'
import { newRequestId, submit, type NewCommand } from '#local/submit.ts'
import { setSyncStatus } from '#local/sync-status.ts'
import OutboxPage from '../../../src/portal/outbox/OutboxPage.vue'
import { agreeing, submitted, yes } from '../../domain/request/example-histories.ts'
import { dayMs, executor, line, need, option, start } from '../../domain/request/example-shop.ts'
import { requestId } from '../../domain/request/history.ts'
import { buttonNamed, emptyDevice, fetchContent, until } from '../device-page.ts'
import { keepRequest } from '../requests/kept-request.ts'
import { show } from '../speaking.ts'

let page: VueWrapper
const plain = () => page.text().replace(/\s+/g, ' ')
const says = (words: string) => until(() => plain().includes(words), `"${words}"`)
const open = async () => { page = await show(OutboxPage, {}, { address: '/outbox' }) }
const write = (text: string) => submit({ name: 'postMessage', requestId, args: { text } })
const waiting = async () => (await readOutbox()).waiting.map(({ command }) => ('text' in command.args ? command.args.text : command.name))

/** A command as the server has refused it. */
async function refused(command: NewCommand, code: RejectionCode) {
  const { mid } = await submit(command)
  const { device, outboxOf } = await openStorage()
  const [reader] = await device.readers.toArray()
  const outbox = outboxOf(reader!.id)
  await outbox.results.put({ mid, at: start, result: { kind: 'rejected', rejection: { code, params: {}, canDo: [] } } })
  await outbox.commands.update(mid, { state: 'attention' })
}

// The page starts the synchronisation of its own accord, and nothing ends it; nothing answers here.
beforeAll(() => { vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch'))) })
beforeEach(async () => {
  vi.useFakeTimers({ now: start + 60_000, toFake: ['Date'] })
  await emptyDevice()
  await fetchContent()
})
afterEach(async () => {
  page.unmount()
  setSyncStatus({ kind: 'idle' })
  vi.useRealTimers()
  await new Promise(resolve => setTimeout(resolve, 60))
})

describe('The page of what waits', () => {
  it('lets the words of a waiting change be put better before they are sent', async () => {
    await keepRequest(submitted)
    await write('Come on Sunday')
    await open()
    await says('Come on Sunday')
    await buttonNamed(page, 'Change').trigger('click')
    const field = page.find('textarea')
    expect(field.element.value).toBe('Come on Sunday')
    await field.setValue('   ')
    await page.find('form').trigger('submit')
    await says('Write something first')
    await field.setValue('Come on Monday')
    await page.find('form').trigger('submit')
    await says('Changed. The new text waits to be sent.')
    expect(await waiting()).toEqual(['Come on Monday'])
    expect(document.activeElement?.id).toBe('outbox-done')
  })

  it('shows beneath a request what waits for it, and lets go of both together, with a way back', async () => {
    const id = newRequestId()
    await submit({ name: 'submit', requestId: id, args: need })
    await submit({ name: 'postMessage', requestId: id, args: { text: 'It also hums' } })
    await open()
    await says('Waits for this')
    expect(page.findAll('.list > li')).toHaveLength(1)
    expect(page.find('article article').text()).toContain('It also hums')
    await buttonNamed(page, 'Discard').trigger('click')
    await buttonNamed(page, 'Yes, discard').trigger('click')
    await says('Nothing is waiting.')
    expect(document.activeElement?.textContent).toBe('Undo')
    await buttonNamed(page, 'Undo').trigger('click')
    await says('It also hums')
    expect(await waiting()).toEqual([need.text, 'It also hums'])
  })

  it('shows a yes that was not taken beside what is offered now', async () => {
    const dearer = option('repair', [line('work', 60_000), line('pump', 55_000, { kind: 'part' })])
    await keepRequest(agreeing.give('propose', { options: [dearer], validUntil: start + 30 * dayMs, reason: 'Prices rose' }, executor))
    await refused({ name: 'agree', requestId, args: yes }, 'revision-changed')
    await open()
    await says('You decided on this')
    const [before, now] = page.findAll('.side').map(side => side.text().replace(/\s+/g, ' '))
    expect(before).toContain('1 000')
    expect(now).toContain('1 150')
    expect(now).toContain('changed')
    await says('150 kr more than before')
    await says('Nothing is agreed')
  })

  it('lets a refused message be changed and sent again in place', async () => {
    await keepRequest(submitted)
    await refused({ name: 'postMessage', requestId, args: { text: 'Half a messa' } }, 'invalid')
    await open()
    await says('Half a messa')
    await buttonNamed(page, 'Change and send again').trigger('click')
    expect(page.find('textarea').element.value).toBe('Half a messa')
    await page.find('textarea').setValue('A whole message')
    await page.find('form').trigger('submit')
    await says('It waits to be sent once more.')
    expect(await waiting()).toEqual(['A whole message'])
    expect((await readOutbox()).attention).toEqual([])
  })

  it('offers what can be done about a photo that cannot go, and lets it be let go without its text', async () => {
    await keepRequest(submitted)
    const { mid } = await write('With a photo')
    const { device, outboxOf } = await openStorage()
    const [reader] = await device.readers.toArray()
    const outbox = outboxOf(reader!.id)
    await outbox.commands.update(mid, { state: 'arrived' })
    const file = { mid, requestId, sha256: 'a'.repeat(64), size: 9_000_000, type: 'image/jpeg', parts: 1 }
    await outbox.files.bulkAdd([
      { ...file, id: newRequestId(), state: 'refused', code: 'too-large' }, { ...file, id: newRequestId(), state: 'refused', code: 'wrong-type' },
      { ...file, id: newRequestId(), state: 'damaged' },
    ])
    await open()
    await says('This photo is too large to be sent.')
    await says('not a photo that we can read')
    await says('was damaged on the phone')
    expect(page.findAll('button').filter(button => button.text() === 'Make it smaller')).toHaveLength(1)
    const large = page.findAll('.notice').find(notice => notice.text().includes('too large'))!
    await large.findAll('button').find(button => button.text() === 'Discard the photo')!.trigger('click')
    await until(() => !plain().includes('too large'), 'the photo gone')
    expect((await outbox.files.toArray()).map(({ code, state }) => code ?? state).sort()).toEqual(['damaged', 'wrong-type'])
  })

  it('withdraws what the business has set aside, and tells what was let go of too late until its writer knows', async () => {
    await keepRequest(submitted)
    await refused({ name: 'postMessage', requestId, args: { text: 'Set aside' } }, 'invalid')
    await refused({ name: 'postMessage', requestId, args: { text: 'Too late' } }, 'invalid')
    const { device, outboxOf } = await openStorage()
    const [reader] = await device.readers.toArray()
    const outbox = outboxOf(reader!.id)
    const [parked, late] = await outbox.commands.orderBy('order').toArray()
    await outbox.results.put({ mid: parked!.mid, at: start, result: { kind: 'parked' } })
    await outbox.commands.update(late!.mid, { state: 'arrived', isVoided: true, tooLateAt: start })
    await open()
    await says('This had reached us already')
    await buttonNamed(page, 'I see').trigger('click')
    await until(() => !plain().includes('This had reached us already'), 'known')
    await says('A person looks at it')
    await buttonNamed(page, 'Withdraw it').trigger('click')
    await says('Withdrawn, unless')
    expect((await outbox.commands.toArray()).filter(({ withdraws }) => withdraws === parked!.mid)).toHaveLength(1)
  })

  it.each([
    [{ kind: 'waiting', retryAt: start + 3_600_000, failure: { kind: 'offline' } }, 'No network right now. We try again at 10:00'],
    [{ kind: 'waiting', retryAt: start + 3_600_000, failure: { kind: 'busy', status: 503 } }, 'It did not work. Next try at 10:00'],
    [{ kind: 'waiting', retryAt: start + 3_600_000, failure: { kind: 'busy', status: 200 } }, 'Our side is being updated.'],
    [{ kind: 'paused', because: 'notSignedIn' }, 'You are signed out'],
    [{ kind: 'updateNeeded' }, 'This version is too old to send anything'],
  ] as const)('says in words how it stands: %o', async (status, words) => {
    await keepRequest(submitted)
    await write('Waits')
    await open()
    await says('Waits')
    await until(() => !plain().includes('Being sent now'), 'the first try over')
    // The page's own next try may come in between.
    await until(() => {
      if (plain().includes(words)) return true
      setSyncStatus(status)
      return false
    }, `"${words}"`)
  })
})
