import type { Page } from 'playwright-core'
import { confirmAddress, giveContact, heading, next } from './client-steps.ts'

/** A seed of this run, or the one that is given to have a run again. */
export const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** What takes too long for every run is part of `npm run test:full`. */
export const isLong = process.env.SERVUS_LONG === '1'

/** Asks a question as a guest and opens its page. */
export async function ask(page: Page, url: string, question: string, name = 'Vera Lind', email = 'vera@client.example') {
  await page.goto(`${url}/requests/new?question=1`)
  await page.getByLabel('Your question').fill(question)
  await next(page)
  await giveContact(page, name, email)
  await page.getByRole('button', { name: 'Send the question' }).click()
  await heading(page, /We have it|Saved on this device/)
  await page.getByRole('link', { name: 'See your request' }).click()
  await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
  await page.getByRole('log').waitFor()
}

/** Writes a message; when this is over the screen shows it as saved. */
export async function write(page: Page, text: string) {
  await page.getByLabel('Write to us').fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('log').getByText(text, { exact: true }).waitFor()
}

/** Tells the page what a browser tells it when a network comes; a test does not wait a minute for the next try. */
export const comeOnline = (pages: readonly Page[]) =>
  Promise.all(pages.map(page => page.evaluate(() => { window.dispatchEvent(new Event('online')) }).catch(() => {})))

/** Has the worker send now, as a page does that is being left. */
export const askWorker = (page: Page) =>
  page.evaluate(() => { navigator.serviceWorker.controller?.postMessage({ type: 'FLUSH' }) })

export async function signIn(page: Page, url: string, email: string) {
  await page.goto(`${url}/account`)
  const field = page.getByLabel('Your e-mail address')
  await page.getByRole('button', { name: 'Sign in', exact: true }).or(field).first().waitFor()
  if (!await field.isVisible()) await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
  await field.fill(email)
  await confirmAddress(page)
  await page.getByText(/You are signed in|Your address is confirmed/).waitFor()
}
