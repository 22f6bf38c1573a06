import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { deskScreens, signInScreens } from './desk-screens.ts'
import { openBrowser, openInspected, settle } from './inspected-browser.ts'
import { formScreens, memberScreens, publicScreens, waitingScreens } from './portal-screens.ts'
import { openBusiness } from './prepared-business.ts'
import { prepareRequests, preparedNames } from './prepared-requests.ts'
import { runServer, type RunningServer } from './running-server.ts'
import { visit, type Screen, type Visit } from './screens.ts'

const isLong = process.env.SERVUS_LONG === '1'
const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** In a short run a third of the screens is looked at in every way, another walked by keyboard and looked at on a phone, the last only opened: which, the seed says. */
const howToVisit = (index: number): Visit => ({ isWhole: isLong || (index + seed) % 3 === 0, byKeyboard: isLong || (index + seed) % 3 === 1 })

/**
 * Every screen, for everybody: no barrier that axe knows, nothing cut and nothing to scroll sideways for on a narrow
 * phone or with letters twice as large, all of it by keyboard. Phone and desktop, light and dark, in three languages.
 */
describe(`every screen can be used by everybody (seed ${seed})`, () => {
  let server: RunningServer
  let browser: Browser
  let guest: Page
  let member: Page
  let stranger: Page
  let staff: Page
  /** The ids are known once the requests are made; the tests only need their names. */
  const idByName: Record<string, string> = Object.fromEntries(preparedNames.map(name => [name, '']))

  beforeAll(async () => {
    server = await runServer()
    const business = await openBusiness(server.url, { clientEmail: 'vera@client.example', staffEmail: 'all@demo.example' })
    Object.assign(idByName, await prepareRequests(business))
    browser = await openBrowser()
    guest = await openInspected(browser)
    member = await openInspected(browser)
    stranger = await openInspected(browser)
    staff = await openInspected(browser, { url: server.url, pair: business.staffCookie })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
  })

  const check = (screens: () => readonly Screen[], page: () => Page) => {
    screens().forEach((screen, index) => {
      it(`${screen.name} (${screen.language})`, async () => {
        expect(await visit(page(), server.url, screens()[index]!, howToVisit(index))).toEqual([])
      })
    })
  }

  describe('what everybody may read', () => { check(() => publicScreens, () => guest) })
  describe('a new request', () => { check(() => formScreens, () => guest) })
  describe('without a way to the business', () => {
    beforeAll(async () => { await guest.context().route('**/api/sync/**', route => route.abort()) })
    check(() => waitingScreens, () => guest)
  })
  describe('what belongs to a member', () => { check(() => memberScreens(idByName), () => member) })
  describe('the way into the desk', () => { check(() => signInScreens, () => stranger) })
  describe('the desk', () => { check(() => deskScreens(idByName), () => staff) })

  it('lets the keyboard skip to the content, in portal and desk', async () => {
    for (const [page, path] of [[guest, '/en/services'], [staff, '/desk/']] as const) {
      await page.goto(`${server.url}${path}`)
      await settle(page)
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
      expect(await page.locator('.skip').evaluate(link => link.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0)
      await page.keyboard.press('Enter')
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
    }
  })

  it('takes the focus along to the new page', async () => {
    await guest.goto(`${server.url}/en/`)
    await settle(guest)
    await guest.getByRole('link', { name: /Choose a service/ }).press('Enter')
    await guest.getByRole('heading', { level: 1, name: 'Services' }).waitFor()
    await expect.poll(() => guest.evaluate(() => document.activeElement?.id)).toBe('main')

    await staff.goto(`${server.url}/desk/?view=all`)
    await settle(staff)
    await staff.locator('[data-request]').first().press('Enter')
    await staff.locator('h1.title').waitFor()
    await expect.poll(() => staff.evaluate(() => document.activeElement?.localName)).toBe('h1')
  })
}, 240_000)
