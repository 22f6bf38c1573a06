import type { Page } from 'playwright-core'

/** Signs in at the desk with the demo's one-time code. */
export async function signInAtDesk(page: Page, origin: string, email: string) {
  await page.goto(`${origin}/desk/`)
  await page.getByLabel('Your e-mail address at work').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const code = await page.getByText(/^\d{6}$/).innerText()
  await page.getByRole('textbox', { name: /digit/ }).fill(code)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Requests' }).waitFor()
}

/** Opens a request from whatever view it stands in. */
export async function openAtDesk(page: Page, title: RegExp) {
  await page.getByRole('link', { name: /^All/ }).click()
  await page.getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

/** Gives a command: by the main button, or among those behind "More". */
export async function give(page: Page, command: string) {
  const button = page.getByRole('button', { name: command, exact: true })
  const more = page.getByRole('button', { name: 'More', exact: true })
  await button.or(more).first().waitFor()
  if (!await button.first().isVisible()) await more.click()
  await button.first().click()
}

export async function reply(page: Page, text: string, send = 'Send') {
  await page.getByRole('textbox', { name: /^Write/ }).fill(text)
  await page.getByRole('button', { name: send, exact: true }).last().click()
}
