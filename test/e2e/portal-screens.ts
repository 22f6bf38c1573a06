import type { Page } from 'playwright-core'
import type { Screen } from './screens.ts'
import { preparedNames } from './prepared-requests.ts'
import { putRefused } from './refused-commands.ts'

const submit = (page: Page) => page.locator('main form button[type=submit]').last().click()
const newRequest = '/requests/new?service=washing-machine-repair'
const secondHeading = (page: Page) => page.locator('main h1').first().innerText()

async function find(page: Page, words: string) {
  await page.locator('main input[type=search]').fill(words)
  await page.locator('main .page > [role=status] ~ *').waitFor()
}

async function goOn(page: Page) {
  const before = await secondHeading(page)
  await submit(page)
  await page.waitForFunction(heading => document.querySelector('main h1')?.textContent?.trim() !== heading.trim(), before)
}

/** What everybody may read, as a first-time visitor meets it. */
export const publicScreens: readonly Screen[] = [
  { name: 'home, nothing yet', language: 'ru', path: '/ru/' },
  { name: 'services', language: 'sv', path: '/sv/services' },
  { name: 'services, nothing found', language: 'ru', path: '/ru/services', open: page => find(page, 'xyzzy') },
  { name: 'service with a firm price', language: 'en', path: '/en/services/computer-tune-up', open: openDetails },
  { name: 'service with a price from', language: 'ru', path: '/ru/services/dishwasher-repair', open: openDetails },
  { name: 'service with an estimate', language: 'sv', path: '/sv/services/washing-machine-repair', open: openDetails },
  { name: 'help', language: 'ru', path: '/ru/help' },
  { name: 'help, found', language: 'en', path: '/en/help', open: page => find(page, 'battery') },
  { name: 'article', language: 'sv', path: '/sv/help/washing-machine-not-draining' },
  { name: 'about', language: 'ru', path: '/ru/about', open: openDetails },
  { name: 'no such page', language: 'en', path: '/en/nothing-here' },
  { name: 'requests, none yet', language: 'sv', path: '/requests' },
  { name: 'outbox, empty', language: 'en', path: '/outbox' },
  { name: 'account of a guest', language: 'ru', path: '/account' },
]

/** The form, page by page; what one leaves behind the next goes on with. */
export const formScreens: readonly Screen[] = [
  { name: 'form: what', language: 'ru', path: newRequest },
  { name: 'form: what, missing', language: 'sv', path: newRequest, open: submit },
  {
    name: 'form: what, with suggestions and danger', language: 'ru', path: newRequest,
    async open(page) {
      await page.locator('#field-text textarea').fill('Стиральная машина не сливает воду и пахнет газом. '.repeat(2))
      await page.getByRole('alert').first().waitFor()
    },
  },
  { name: 'form: where', language: 'sv', open: goOn },
  { name: 'form: contact', language: 'sv', open: goOn },
  { name: 'form: contact, missing', language: 'en', path: `${newRequest}&step=contact`, open: submit },
  {
    name: 'form: details', language: 'en',
    async open(page) {
      await page.locator('input[name=name]').fill('Vera Lind')
      await page.locator('input[name=email]').fill('someone.with.a.rather.long.name@client.example')
      await goOn(page)
    },
  },
  { name: 'form: details, missing', language: 'ru', path: `${newRequest}&step=details`, open: submit },
  {
    name: 'form: check', language: 'sv', path: `${newRequest}&step=details`,
    async open(page) {
      await page.locator('main input[type=radio]').first().check()
      await goOn(page)
    },
  },
  { name: 'form: sent', language: 'sv', open: goOn },
  {
    name: 'form: firm price', language: 'ru', path: '/ru/services/puncture-repair',
    async open(page) {
      await page.locator('.calculator .base-button').first().click()
      await page.locator('#order-terms').waitFor()
    },
  },
  { name: 'form: question', language: 'en', path: '/requests/new?question=1' },
]

/** With the way to the business cut: what was written waits on this device. */
export const waitingScreens: readonly Screen[] = [
  {
    name: 'form: saved only', language: 'ru', path: '/requests/new',
    async open(page) {
      await page.locator('#field-text textarea').fill('Не включается холодильник.')
      await goOn(page)
      await goOn(page)
      await goOn(page)
    },
  },
  { name: 'outbox, with what waits', language: 'sv', path: '/outbox', open: page => page.locator('main li').first().waitFor() },
  { name: 'outbox, changing what waits', language: 'ru', path: '/outbox', open: async page => { await page.locator('main li .cluster button').first().click(); await page.locator('main textarea').waitFor() } },
  {
    name: 'outbox, asked before a discard', language: 'en', path: '/outbox',
    open: async page => { await page.locator('main li .cluster button').last().click(); await page.locator('dialog[open]').waitFor() },
  },
  { name: 'requests, with one that waits', language: 'en', path: '/requests', open: page => page.locator('.request-card').nth(1).waitFor() },
  { name: 'request, saved only', language: 'ru', open: async page => { await page.locator('.request-card').first().click(); await page.locator('#now-title').waitFor() } },
]

/** A member's own pages: nothing is told before the address is confirmed. */
export const memberScreens = (idByName: Record<string, string>): readonly Screen[] => [
  {
    name: 'account: confirm the address', language: 'ru', path: '/account',
    async open(page) {
      await page.locator('[aria-labelledby=sign-in] button').click()
      await page.locator('input[name=email]').fill('vera@client.example')
    },
  },
  {
    name: 'account: the code', language: 'ru',
    async open(page) {
      await submit(page)
      await page.locator('input[name=code]').waitFor()
    },
  },
  {
    name: 'account of a member', language: 'sv', path: '/account',
    async prepare(page) {
      const code = (await page.getByText(/\d{6}/).first().innerText()).match(/\d{6}/)![0]
      await page.locator('input[name=code]').fill(code)
      await submit(page)
      await page.locator('[role=status] [tabindex="-1"]').waitFor()
    },
  },
  { name: 'requests', language: 'en', path: '/requests', open: page => page.locator('.request-card').nth(preparedNames.length - 1).waitFor() },
  { name: 'home, with requests', language: 'sv', path: '/sv/', open: page => page.locator('.request-card').nth(3).waitFor() },
  { name: 'agreement, to print', language: 'sv', path: `/requests/${idByName['paused']}/agreement`, open: page => page.locator('.sheet .text').waitFor() },
  ...preparedNames.map((name, index): Screen => ({
    name: `request, ${name}`, language: (['ru', 'sv', 'en'] as const)[index % 3]!, path: `/requests/${idByName[name]}`,
    async open(page) {
      await page.locator('#now-title').waitFor()
      await openDetails(page)
    },
  })),
  {
    name: 'outbox, a yes beside what is offered now', language: 'ru', path: '/outbox', prepare: page => putRefused(page, idByName),
    open: page => page.locator('.side').nth(1).waitFor(),
  },
  {
    name: 'outbox, changing what was refused', language: 'sv', path: '/outbox',
    open: async page => { await page.locator('.notice [type=button].look-first').first().click(); await page.locator('main textarea').waitFor() },
  },
  { name: 'request, with a yes that was refused', language: 'en', path: `/requests/${idByName.agreeing}`, open: page => page.locator('#attention .side').nth(1).waitFor() },
]

async function openDetails(page: Page) {
  await page.locator('main h1').first().waitFor()
  await page.waitForTimeout(300)
  await page.locator('main details').evaluateAll(all => all.forEach(details => { (details as HTMLDetailsElement).open = true }))
}
