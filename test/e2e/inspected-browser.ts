import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { Language } from '#domain/language.ts'
import { phone } from './browser.ts'

const axe = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url))

/** A person without motion, whose pages can be inspected: the page's own policy would not let the inspector in. */
export async function openInspected(browser: Browser, cookie?: { url: string, pair: string }): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone, bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Stockholm',
  })
  if (cookie) {
    const [name, value] = cookie.pair.split('=') as [string, string]
    await context.addCookies([{ name, value, url: cookie.url }])
  }
  await context.addInitScript({ path: axe })
  return context.newPage()
}

export const openBrowser = () => chromium.launch({
  executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

/** The language as a person's earlier choice, from the next page on. Portal and desk remember it apart. */
export const speak = (page: Page, language: Language) => page.context().addInitScript(chosen => {
  localStorage.setItem('servus-language', chosen)
  localStorage.setItem('servus-desk-language', chosen)
}, language)

/** Until the page shows its heading and nothing moves any more. */
export async function settle(page: Page) {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.evaluate(() => new Promise<void>(resolve => {
    let timer = setTimeout(done, 150)
    const watcher = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(done, 150)
    })
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true })
    function done() {
      watcher.disconnect()
      resolve()
    }
  }))
}
