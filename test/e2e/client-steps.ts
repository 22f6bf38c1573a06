import type { Page } from 'playwright-core'

export const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click()

export async function heading(page: Page, name: string | RegExp) {
  await page.getByRole('heading', { name }).first().waitFor()
}

/** The screen that asks how to reach the client. */
export async function giveContact(page: Page, name: string, email: string) {
  await heading(page, 'How can we reach you?')
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(email)
}

/** Confirms an address with the code that the demo shows, in whatever screen asks for it. */
export async function confirmAddress(page: Page) {
  await page.getByRole('button', { name: /code/i }).first().click()
  const code = (await page.getByText(/\d{6}/).first().innerText()).match(/\d{6}/)![0]
  await page.getByLabel(/code/i).fill(code)
  await page.getByRole('button', { name: /confirm/i }).last().click()
}

/** Waits until the worker keeps the shell and the device has the whole content. */
export async function waitUntilKept(page: Page) {
  await page.evaluate(async () => { await navigator.serviceWorker.ready })
  await page.waitForFunction(() => Boolean(navigator.serviceWorker.controller))
  await page.waitForFunction(settledScopes, undefined, { polling: 200 })
}

/** Whether the device has all of the business and of one language. Runs in the page; must not open a database that is not there yet. */
export async function settledScopes(): Promise<boolean> {
  const name = (await indexedDB.databases()).find(database => database.name?.startsWith('servus-public-'))?.name
  if (!name) return false
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => { resolve(opening.result) }
    opening.onerror = () => { reject(new Error(`${name} cannot be opened`)) }
  })
  try {
    if (!database.objectStoreNames.contains('feeds')) return false
    const asking = database.transaction('feeds').objectStore('feeds').getAll()
    await new Promise(resolve => { asking.onsuccess = resolve })
    const settled = (asking.result as { scope: string, settled: number }[]).filter(feed => feed.settled > 0).map(feed => feed.scope)
    return settled.includes('pub') && settled.some(scope => scope.startsWith('pub:'))
  } finally {
    database.close()
  }
}
