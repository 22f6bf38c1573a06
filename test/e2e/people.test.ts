import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { heading, waitUntilKept } from './client-steps.ts'
import { deskPerson, type DeskPerson } from './desk-calls.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { openBusiness, type OpenBusiness } from './prepared-business.ts'
import { prepareRequests } from './prepared-requests.ts'
import { runServer, type RunningServer } from './running-server.ts'
import { comeOnline, isLong, signIn, write } from './sync-steps.ts'

/** Whose work it is: a session that ends under it, another person on the device, a decision on what has changed. */
describe.runIf(isLong)('people and their unsent work', () => {
  let server: RunningServer
  let business: OpenBusiness
  let desk: DeskPerson
  let client: Profile
  let ids: Record<string, string>
  let title: string
  const vera = 'vera@client.example'
  const page = () => client.page()
  const words = (request = title) => desk.wordsOf(request)
  const shown = (at: Page) => at.evaluate(() => document.body.innerText)

  beforeAll(async () => {
    server = await runServer()
    business = await openBusiness(server.url, { clientEmail: vera, staffEmail: 'all@demo.example' })
    ids = await prepareRequests(business)
    desk = await deskPerson(server.url)
    title = (await business.rowOf(ids.closed!)).title
    client = await openProfile({ origin: server.url })
    await page().goto(`${server.url}/en/`)
    await waitUntilKept(page())
    await signIn(page(), server.url, vera)
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const openRequest = async (name: string) => {
    await page().goto(`${server.url}/requests/${ids[name]}`)
    await page().getByRole('log').waitFor()
  }

  it('fault 8: shows a yes that came too late beside what is offered now, on the request and in the outbox', async () => {
    await openRequest('agreeing')
    await page().getByRole('button', { name: /^Agree to/ }).waitFor()
    await client.context.setOffline(true)
    await page().getByRole('button', { name: /^Agree to/ }).click()
    await page().getByText('Saved. It counts when the business has it.').waitFor()
    await business.act('propose', ids.agreeing!, {
      validUntil: Date.now() + 86_400_000, reason: 'The pump costs more now',
      options: [{ id: 'repair', title: 'Replacing the drain pump', lines: [{ id: 'work', label: 'Drain pump, dearer', kind: 'labour', amount: 199_000, taxRate: '25' }] }],
    })
    await client.context.setOffline(false)
    await comeOnline([page()])
    const sides = page().locator('#attention .tone-stop .side')
    await sides.nth(1).waitFor()
    expect(await sides.count()).toBe(2)
    expect(await sides.first().innerText()).toMatch(/1,?\s?690/)
    expect(await sides.last().innerText()).toMatch(/1,?\s?990/)
    await page().getByText('This is no longer possible: things have moved on.').first().waitFor()
    await page().getByText(/300.* more than before/).first().waitFor()
    expect((await business.rowOf(ids.agreeing!)).agreement).toBeUndefined()
    await page().goto(`${server.url}/outbox`)
    await page().locator('.side').nth(1).waitFor()
    await page().getByRole('button', { name: 'Discard' }).click()
    await expect.poll(() => page().evaluate(() => document.activeElement?.textContent?.trim())).toBe('Undo')
    await page().keyboard.press('Enter')
    await page().locator('.side').nth(1).waitFor()
    await page().getByRole('button', { name: 'Discard' }).click()
    await page().getByText('Nothing is waiting.').waitFor()
  })

  it('faults 6 and 51: keeps for its owner what a session that ended cannot send, and shows nothing of them', async () => {
    await openRequest('closed')
    await write(page(), 'Before the session ended')
    await expect.poll(() => words()).toContain('Before the session ended')
    await client.context.setOffline(true)
    await write(page(), 'Kept for its owner, one')
    await write(page(), 'Kept for its owner, two')
    await client.context.clearCookies()
    await client.context.setOffline(false)
    await comeOnline([page()])
    await page().getByText('You are signed out. What you wrote is kept here until you sign in again.').first().waitFor()
    expect(await words()).not.toContain('Kept for its owner, one')
    for (const path of ['/en/', '/requests', `/requests/${ids.closed}`, '/outbox']) {
      await page().goto(server.url + path)
      await page().getByRole('heading', { level: 1 }).first().waitFor()
      await page().waitForTimeout(400)
      expect(await shown(page()), path).not.toMatch(/Kept for its owner|Vera/)
    }
  })

  it('fault 50: another person on this device neither sees nor sends it', async () => {
    await signIn(page(), server.url, 'sven@client.example')
    await page().goto(`${server.url}/requests`)
    await heading(page(), 'Your requests')
    await page().waitForTimeout(1_000)
    expect(await shown(page())).not.toMatch(/Kept for its owner|Vera/)
    await page().goto(`${server.url}/outbox`)
    await page().getByText('Nothing is waiting.').waitFor()
    expect(await words()).not.toContain('Kept for its owner, one')
  })

  it('fault 6: goes on where it stopped once its owner is back', async () => {
    await page().goto(`${server.url}/account`)
    await page().getByRole('button', { name: 'Sign out', exact: true }).click()
    await page().getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await page().getByText('You are signed out.').first().waitFor()
    await signIn(page(), server.url, vera)
    await expect.poll(async () => {
      await comeOnline([page()])
      return (await words()).slice(-2)
    }, { timeout: 30_000, interval: 1_000 }).toEqual(['Kept for its owner, one', 'Kept for its owner, two'])
  })

  it('fault 49: a sign-out with unsent work lets one stay, send first, or delete, and never goes on in silence', async () => {
    await openRequest('closed')
    await client.context.route('**/api/sync/push', route => route.abort())
    await write(page(), 'Not sent yet')
    const askToLeave = async () => {
      await page().goto(`${server.url}/account`)
      await page().getByRole('button', { name: 'Sign out', exact: true }).click()
      await page().getByRole('dialog').getByText('Something has not been sent yet').waitFor()
    }
    await askToLeave()
    await page().getByRole('dialog').getByRole('button', { name: 'Stay' }).last().click()
    await openRequest('closed')
    await page().getByRole('log').getByText('Not sent yet').waitFor()
    await askToLeave()
    await client.context.unroute('**/api/sync/push')
    await page().getByRole('dialog').getByRole('button', { name: /send/i }).click()
    await page().getByText('You are signed out.').first().waitFor()
    expect(await words()).toContain('Not sent yet')

    await signIn(page(), server.url, vera)
    await openRequest('closed')
    await client.context.route('**/api/sync/push', route => route.abort())
    await write(page(), 'Never to be sent')
    await askToLeave()
    await page().getByRole('dialog').getByRole('button', { name: /delete/i }).click()
    await page().getByText('You are signed out.').first().waitFor()
    await client.context.unroute('**/api/sync/push')
    await signIn(page(), server.url, vera)
    await page().waitForTimeout(1_500)
    expect(await words()).not.toContain('Never to be sent')
  })
}, 240_000)
