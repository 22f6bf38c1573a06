// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { drafts, saveDraft } from '#local/drafts.ts'
import { readOutbox } from '#local/outbox.ts'
import { newRequestId, submit } from '#local/submit.ts'
import AccountPage from '../../../src/portal/account/AccountPage.vue'
import { finishLeaving } from '../../../src/portal/session/leave-device.ts'
import { useSessionStore } from '../../../src/portal/session/session-store.ts'
import { buttonNamed, close, emptyDevice, open, until, type Shown } from '../device-page.ts'

const realFetch = globalThis.fetch
let shown: Shown
let calls: string[]

async function openAccount() {
  shown = await open(AccountPage, '/account', '/account')
  await useSessionStore().start()
  await until(() => shown.page.text().includes('Who you are here'), 'the account')
  return shown.page
}
const writeSomething = () => submit({
  name: 'submit', requestId: newRequestId(),
  args: { path: 'question', title: 'How?', text: 'How?', language: 'en', contact: { name: 'Eva', email: 'eva@example.com' } },
})

beforeEach(async () => {
  await emptyDevice()
  calls = []
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    calls.push(`${init.method} ${path}`)
    throw new TypeError('Failed to fetch')
  }) as typeof fetch
})
afterEach(async () => {
  await close(shown)
  globalThis.fetch = realFetch
})

describe('leaving the device', () => {
  it('is not offered where nothing of anybody is kept', async () => {
    const page = await openAccount()
    await until(() => page.text().includes('Nothing waits to be sent'), 'the counts')
    expect(page.text()).not.toContain('Leave this device')
  })

  it('asks first when something is only here, and keeps it when the person stays', async () => {
    await writeSomething()
    await saveDraft(newRequestId(), { kind: 'order', text: 'begun' })
    const page = await openAccount()
    await until(() => page.text().includes('Leave this device'), 'the choice')
    await until(() => page.text().includes('1 request with its messages'), 'the count')
    await buttonNamed(page, 'Delete everything of mine here').trigger('click')
    await until(() => page.find('dialog').text().includes('1 change is on this device only'), 'the question')
    expect(page.find('dialog').text()).toContain('1 draft that you have begun would be deleted too')
    await buttonNamed(page, 'Stay').trigger('click')
    expect((await readOutbox()).waiting).toHaveLength(1)
    expect(await currentReader()).toBeDefined()
  })

  it('deletes everything when that is chosen, and ends the session later where there is no network', async () => {
    await writeSomething()
    await saveDraft(newRequestId(), { kind: 'order', text: 'begun' })
    const page = await openAccount()
    await until(() => page.text().includes('Leave this device'), 'the choice')
    await buttonNamed(page, 'Delete everything of mine here').trigger('click')
    await until(() => page.find('dialog').text().includes('Delete it all'), 'the question')
    await buttonNamed(page, 'Delete it all').trigger('click')
    await until(() => page.text().includes('Nothing of yours is left on this device'), 'the end')
    expect(await currentReader()).toBeUndefined()
    expect(await drafts()).toEqual([])
    const names = (await indexedDB.databases()).map(({ name }) => name)
    expect(names.filter(name => name?.startsWith('servus-outbox') || name?.startsWith('servus-base'))).toEqual([])
    calls = []
    await finishLeaving()
    expect(calls).toEqual(['DELETE /api/session'])
  })

  it('deletes nothing when sending first does not work', async () => {
    await writeSomething()
    const page = await openAccount()
    await until(() => page.text().includes('Leave this device'), 'the choice')
    const { setSyncStatus } = await import('#local/sync-status.ts')
    const { onWake } = await import('#local/wake.ts')
    const stop = onWake(() => {
      setSyncStatus({ kind: 'running', startedAt: Date.now() })
      setSyncStatus({ kind: 'waiting', retryAt: Date.now() + 1_000, failure: { kind: 'offline' } })
    })
    await buttonNamed(page, 'Delete everything of mine here').trigger('click')
    await until(() => page.find('dialog').text().includes('Send now, then delete'), 'the question')
    await buttonNamed(page, 'Send now, then delete').trigger('click')
    await until(() => page.find('dialog').text().includes('It could not be sent'), 'the failure')
    stop()
    expect((await readOutbox()).waiting).toHaveLength(1)
  })
})
