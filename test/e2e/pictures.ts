import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { it } from 'vitest'
import { desktop, openProfile, phone } from './browser.ts'
import { giveContact, heading, next } from './client-steps.ts'
import { give, openAtDesk, reply, signInAtDesk } from './desk-steps.ts'
import { runServer } from './running-server.ts'

const folder = fileURLToPath(new URL('../../public/readme/', import.meta.url))

/** A picture of what a person sees, small enough for a README. */
async function take(page: Page, name: string) {
  await page.evaluate(() => { window.scrollTo(0, 0) })
  await page.waitForTimeout(400)
  await sharp(await page.screenshot()).webp({ quality: 72 }).toFile(`${folder}${name}.webp`)
}

it('takes the pictures of the README', async () => {
  const server = await runServer()
  const client = await openProfile({ origin: server.url, viewport: phone })
  const staff = await openProfile({ origin: server.url, viewport: desktop })
  const page = client.page()
  const desk = staff.page()
  const both = async (name: string) => {
    await page.setViewportSize(phone)
    await take(page, `${name}-phone`)
    await page.setViewportSize(desktop)
    await take(page, `${name}-desktop`)
    await page.setViewportSize(phone)
  }

  await page.goto(`${server.url}/en/services/washing-machine-repair`)
  await heading(page, 'Washing machine repair')
  await both('service')
  await page.getByText('Drain pump', { exact: true }).click()
  await page.getByRole('button', { name: /^Order/ }).click()
  await page.getByLabel('In your own words').fill('The machine stops with water in the drum, and it hums.')
  await next(page)
  await page.getByLabel('Where is it?').fill('Storgatan 1, Fyriköping')
  await next(page)
  await giveContact(page, 'Vera Lind', 'vera@client.example')
  await next(page)
  await page.getByText('Does not drain', { exact: true }).click()
  await next(page)
  await page.getByRole('button', { name: 'Send the request' }).click()
  await heading(page, 'We have it')

  await signInAtDesk(desk, server.url, 'all@demo.example')
  await openAtDesk(desk, /Washing machine repair/)
  await give(desk, 'I will do it')
  await give(desk, 'Take it on')
  await reply(desk, 'Good evening, it sounds like the pump. I send you a proposal.')
  await give(desk, 'Write a proposal')
  await desk.getByRole('button', { name: 'Send the proposal' }).click()
  await page.getByRole('link', { name: 'See your request' }).click()
  await page.getByText('Our proposal').first().waitFor({ timeout: 30_000 })
  await both('request')
  await page.goto(`${server.url}/en/`)
  await page.getByText('Your turn').first().waitFor()
  await both('home')
  await desk.getByText('Proposal is with the client').first().waitFor()
  await take(desk, 'desk-desktop')
  await desk.setViewportSize(phone)
  await take(desk, 'desk-phone')

  await client.remove()
  await staff.remove()
  await server.remove()
})
