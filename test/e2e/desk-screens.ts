import type { Page } from 'playwright-core'
import type { Screen } from './screens.ts'

/** Commands by what they open, with the button's place: the main one, or by its name behind "More". */
const openForm = (name: string | undefined) => async (page: Page) => {
  const bar = page.locator('h1.title')
  await bar.waitFor()
  await page.waitForTimeout(200)
  if (name === undefined) await page.locator('button.look-first:not([type=submit])').first().click()
  else {
    await page.locator('button.more').click()
    await page.locator('ul.others button', { hasText: name }).first().click()
  }
  await page.locator('form.form').waitFor()
}

/** What the client said, written down: by its name behind "The client said". */
const openSaid = (name: string) => async (page: Page) => {
  await page.locator('h1.title').waitFor()
  await page.locator('button.quote').click()
  await page.locator('ul.decisions button', { hasText: name }).first().click()
  await page.locator('form.form').waitFor()
}

/** A form that was sent too soon, with everything that it says about it. */
const sentTooSoon = (open: (page: Page) => Promise<void>) => async (page: Page) => {
  await open(page)
  await page.locator('form.form button[type=submit]').click()
  await page.locator('form.form [aria-invalid]').first().waitFor()
}

export const signInScreens: readonly Screen[] = [
  { name: 'desk: sign in', language: 'ru', path: '/desk/' },
  { name: 'desk: sign in, wrong address', language: 'sv', path: '/desk/', open: page => page.locator('form button[type=submit]').click() },
  {
    name: 'desk: sign in, the code', language: 'ru', path: '/desk/',
    async open(page) {
      await page.locator('input[name=email]').fill('executor@demo.example')
      await page.locator('form button[type=submit]').click()
      await page.locator('input[name=code]').waitFor()
    },
  },
]

export const deskScreens = (idByName: Record<string, string>): readonly Screen[] => {
  const at = (name: string) => `/desk/requests/${idByName[name]}`
  const opened = (page: Page) => page.locator('h1.title').waitFor()
  return [
    { name: 'desk: requests', language: 'sv', path: '/desk/?view=all', open: page => page.locator('[data-request]').nth(8).waitFor() },
    { name: 'desk: nothing found', language: 'ru', path: '/desk/?view=all&search=xyzzy' },
    { name: 'desk: request', language: 'ru', path: at('submitted'), open: opened },
    { name: 'desk: request, more', language: 'en', path: at('submitted'), async open(page) { await opened(page); await page.locator('button.more').click() } },
    { name: 'desk: request, delivered', language: 'sv', path: at('delivered'), open: opened },
    { name: 'desk: proposal', language: 'ru', path: at('asked'), open: openForm('предложение') },
    {
      name: 'desk: proposal, missing', language: 'ru',
      async open(page) {
        for (const field of await page.locator('form.form fieldset input:not([type=checkbox])').all()) await field.fill('')
        await page.locator('form.form button[type=submit]').click()
        await page.locator('form.form [aria-invalid]').first().waitFor()
      },
    },
    { name: 'desk: ask', language: 'sv', path: at('submitted'), async open(page) { await openForm('Fråga')(page); await page.locator('form.form button[type=submit]').click(); await page.locator('form.form [aria-invalid]').waitFor() } },
    { name: 'desk: decline', language: 'en', path: at('submitted'), open: openForm('Decline') },
    { name: 'desk: report', language: 'sv', path: at('working'), open: openForm('Rapportera') },
    { name: 'desk: pause', language: 'ru', path: at('working'), open: openForm('паузу') },
    { name: 'desk: finish', language: 'ru', path: at('working'), open: openForm(undefined) },
    { name: 'desk: check', language: 'en', path: at('checking'), open: openForm(undefined) },
    { name: 'desk: said', language: 'ru', path: at('agreeing'), async open(page) { await opened(page); await page.locator('button.quote').click() } },
    { name: 'desk: said, yes', language: 'ru', path: at('agreeing'), open: openSaid('Согласие с ценой') },
    { name: 'desk: said, choice', language: 'sv', path: at('offered'), open: openSaid('Väljer ett alternativ') },
    { name: 'desk: times, missing', language: 'ru', path: at('asked'), open: sentTooSoon(openForm('Предложить время')) },
    { name: 'desk: change, missing', language: 'sv', path: at('working'), open: sentTooSoon(openForm('Föreslå en ändring')) },
    { name: 'desk: item', language: 'en', path: at('working'), open: openForm('Take an item in') },
    { name: 'desk: payment', language: 'ru', path: at('working'), open: openForm('Записать оплату') },
    {
      name: 'desk: intake', language: 'sv', path: '/desk/intake',
      async open(page) {
        await page.locator('input[type=tel]').fill('174 06 05')
        await page.locator('ul.found button').first().waitFor()
      },
    },
    {
      name: 'desk: intake, taken in', language: 'sv',
      async open(page) {
        await page.locator('ul.found button').first().click()
        await page.locator('form textarea').first().fill('Kylskåpet brummar och är varmt.')
        await page.locator('form button[type=submit]').click()
        await page.locator('p.number').waitFor()
      },
    },
    { name: 'desk: intake, missing', language: 'ru', path: '/desk/intake', async open(page) { await page.locator('form button[type=submit]').click(); await page.locator('form [aria-invalid]').first().waitFor() } },
    { name: 'desk: slip', language: 'sv', path: `${at('working')}/slip`, open: page => page.locator('article.slip').waitFor() },
  ]
}
