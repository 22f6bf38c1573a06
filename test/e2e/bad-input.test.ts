import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'libsql'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { heading, next, waitUntilKept } from './client-steps.ts'
import { photoOfNoise } from './photo.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { runServer, type RunningServer } from './running-server.ts'

/** What a clumsy person does: every time there are words for it, and nothing typed is lost. */
describe('bad input in the browser', () => {
  let server: RunningServer
  let client: Profile
  const page = () => client.page()

  beforeAll(async () => {
    server = await runServer()
    client = await openProfile({ origin: server.url })
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const nothingThere = { name: 'There is nothing at this address' }

  it.each(['/en/services/nothing-here', '/en/help/nothing-here', '/en/nowhere', '/nowhere/at/all', '/en/services/a/b', '/en/services/%F0%9F', '/en/help/constructor'])('answers %s with a page that says so and leads on', async path => {
    const answer = await fetch(server.url + path, { headers: { 'accept-language': 'en' } })
    expect(answer.status).toBe(404)
    const html = await answer.text()
    expect(html).toContain(nothingThere.name)
    expect(html).toContain('noindex')
    expect(html).toContain('href="/en/help"')
  })

  it('says the same in each language', async () => {
    for (const [language, words] of [['ru', 'По этому адресу ничего нет'], ['sv', 'Det finns inget på den här adressen']] as const) {
      const answer = await fetch(`${server.url}/${language}/services/nothing`)
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain(words)
    }
  })

  it('shows it in the app too, online and with the network cut', async () => {
    await page().goto(`${server.url}/en/`)
    await waitUntilKept(page())
    for (const isOffline of [false, true]) {
      await client.context.setOffline(isOffline)
      for (const path of ['/en/services/nothing-here', '/en/help/nothing-here', '/en/nowhere', '/sv/services/nothing-here']) {
        await page().goto(server.url + path)
        await page().getByRole('heading', path.startsWith('/sv') ? { level: 1, name: 'Det finns inget på den här adressen' } : { level: 1, ...nothingThere }).waitFor()
      }
      await page().goto(`${server.url}/requests/0197a000-0000-7000-8000-000000000001`)
      await heading(page(), 'This request is not on this device')
    }
    await client.context.setOffline(false)
  })

  /** Opens the sign-in of clients or of the desk and asks for a code; returns what a wrong one is not. */
  async function askForCode(door: 'client' | 'desk', email: string): Promise<{ code: string, field: () => ReturnType<Page['getByLabel']>, send: () => Promise<void> }> {
    const at = page()
    await at.goto(server.url + (door === 'desk' ? '/desk/' : '/account'))
    if (door === 'client') await at.getByRole('button', { name: 'Sign in' }).click()
    await at.getByLabel(door === 'desk' ? 'Your e-mail address at work' : 'Your e-mail address').fill(email)
    await at.getByRole('button', { name: 'Send me a code' }).click()
    const code = (await at.getByText(/\d{6}/).first().innerText()).match(/\d{6}/)![0]
    return { code, field: () => at.getByRole('textbox', { name: /digit/ }), send: () => at.getByRole('button', { name: door === 'desk' ? 'Sign in' : 'Confirm', exact: true }).click() }
  }

  const doors = [
    ['client', { email: 'vera@client.example', shape: 'A code has six digits', wrong: /This is not the code/, over: /This code no longer works/, tooMany: /That was a lot of tries. Wait until \d/ }],
    ['desk', { email: 'all@demo.example', shape: /six digits/, wrong: /This code is not right/, over: /This code is no longer valid/, tooMany: /That was a lot in a short time/ }],
  ] as const

  it.each(doors)('tells at the %s sign-in whether a code is misshapen, wrong, tried too often or asked for too often', async (door, { email, shape, wrong, over, tooMany }) => {
    const { code, field, send } = await askForCode(door, email)
    const other = code === '123456' ? '654321' : '123456'
    await field().fill('12a')
    await send()
    await page().getByText(shape).first().waitFor()
    expect(await field().inputValue()).toBe('12a')
    for (let tries = 0; tries < 5; tries++) {
      await field().fill(other)
      await Promise.all([page().waitForResponse(answer => answer.url().endsWith('/session')), send()])
      await page().getByText(wrong).waitFor()
      expect(await field().inputValue()).toBe(other)
    }
    await field().fill(code)
    await send()
    await page().getByText(over).waitFor()
    for (let status = 0, asked = 0; status !== 429; asked++) {
      expect(asked).toBeLessThan(20)
      const [answer] = await Promise.all([
        page().waitForResponse(response => response.url().endsWith('/session/code')),
        page().getByRole('button', { name: /new code/i }).click(),
      ])
      status = answer.status()
    }
    await page().getByText(tooMany).waitFor()
  })

  it.each(doors)('tells at the %s sign-in that a code is too old', async (door, { over }) => {
    const email = door === 'desk' ? 'manager@demo.example' : 'sven@client.example'
    const { code, field, send } = await askForCode(door, email)
    await server.stop()
    const database = new Database(join(server.dataFolder, 'servus.db'))
    database.exec('update sign_in_code set expires_at = 1')
    database.close()
    await server.start()
    await field().fill(code)
    await send()
    await page().getByText(over).waitFor()
    expect(await field().inputValue()).toBe(code)
  })

  const matter = 'It leaks at the hose, and I wrote this with my thumbs.'

  it('refuses files that are no pictures, empty or too large with words of their own, and keeps the good one and the text', async () => {
    await page().goto(`${server.url}/requests/new`)
    await page().getByLabel('In your own words').fill(matter)
    const choose = page().locator('input[type=file]').first()
    const huge = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(9 * 1024 * 1024)])
    await choose.setInputFiles([
      { name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 no picture') },
      { name: 'renamed.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('MZ this is a program') },
      { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
      { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') },
      { name: 'huge.jpg', mimeType: 'image/jpeg', buffer: huge },
      { name: 'pump.jpg', mimeType: 'image/jpeg', buffer: await photoOfNoise() },
    ])
    await page().getByText('1 photo is attached').waitFor({ state: 'attached' })
    for (const name of ['bill.pdf', 'renamed.jpg', 'empty.png', 'drawing.svg']) await page().getByText(`“${name}” is not a picture`).waitFor()
    await page().getByText('“huge.jpg” is too large').waitFor()
    expect(await page().getByLabel('In your own words').inputValue()).toBe(matter)
    await choose.setInputFiles(Array.from({ length: 12 }, (_, number) => ({ name: `${number}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF') })))
    await page().getByText('At most 10 photos fit into one request').waitFor()
    await page().getByRole('button', { name: 'Remove photo 1' }).waitFor()
  })

  it('leads to what is missing: a summary with the focus, links to the fields, and all that was typed still there', async () => {
    await next(page())
    await next(page())
    await heading(page(), 'How can we reach you?')
    await next(page())
    const summary = page().getByRole('group', { name: 'Please look at 2 places' })
    await summary.waitFor()
    expect(await summary.evaluate(box => box === document.activeElement)).toBe(true)
    await summary.getByRole('link').first().click()
    expect(await page().getByLabel('Your name').evaluate(field => field === document.activeElement)).toBe(true)
    expect(await page().getByLabel('Your name').getAttribute('aria-invalid')).toBe('true')
    await page().getByLabel('Your name').fill('Vera Lind')
    await page().getByLabel('E-mail').fill('vera at home')
    await page().getByLabel('Telephone').fill('none')
    await next(page())
    await page().getByText('Write an e-mail address such as').first().waitFor()
    await page().getByText('Write a telephone number such as').first().waitFor()
    expect(await page().getByLabel('E-mail').inputValue()).toBe('vera at home')
    await page().reload()
    await heading(page(), 'How can we reach you?')
    expect(await page().getByLabel('E-mail').inputValue()).toBe('vera at home')
    expect(await page().getByLabel('Your name').inputValue()).toBe('Vera Lind')
    await page().goto(`${server.url}/requests/new?step=check`)
    await heading(page(), 'How can we reach you?')
    await page().goto(`${server.url}/requests/new`)
    await expect.poll(() => page().getByLabel('In your own words').inputValue()).toBe(matter)
    await page().getByRole('button', { name: 'Remove photo 1' }).waitFor()
  })

  it('keeps what was written about a service that does not exist, and about one with answers that do not fit', async () => {
    await page().goto(`${server.url}/requests/new?service=no-such-thing&text=${encodeURIComponent('My boat leaks.')}`)
    await heading(page(), 'This service is no longer offered')
    await page().getByRole('button', { name: 'Describe the problem' }).click()
    await expect.poll(() => page().getByLabel('In your own words').inputValue()).toContain('My boat leaks.')
    await page().goto(`${server.url}/requests/new?service=remote-help&mode=nonsense&step=nonsense`)
    await page().getByLabel('In your own words').waitFor()
  })

  it('says so when the server is away in the middle of a sign-in, and keeps the address', async () => {
    await page().goto(`${server.url}/account`)
    await page().getByRole('button', { name: 'Sign in' }).click()
    await page().getByLabel('Your e-mail address').fill('vera')
    await page().getByRole('button', { name: 'Send me a code' }).click()
    await page().getByText('Write an e-mail address such as').first().waitFor()
    await page().getByLabel('Your e-mail address').fill('vera2@client.example')
    await server.kill()
    await page().getByRole('button', { name: 'Send me a code' }).click()
    await page().getByText('We cannot reach the server. A code needs a network').waitFor()
    expect(await page().getByLabel('Your e-mail address').inputValue()).toBe('vera2@client.example')
    await server.start()
    await page().getByRole('button', { name: 'Send me a code' }).click()
    await page().getByLabel('Code of six digits').waitFor()
  })

  it('broke no rule of its own policy on the way', () => {
    expect(client.violations).toEqual([])
    expect(client.strangers).toEqual([])
  })
}, 240_000)
