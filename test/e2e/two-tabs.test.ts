import type { Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { giveContact, heading, next, waitUntilKept } from './client-steps.ts'
import { deskPerson, type DeskPerson } from './desk-calls.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { runServer, type RunningServer } from './running-server.ts'

/** Two tabs of one person, answers that get lost, a server that is killed: one effect of everything, and nothing lost. */
describe('two tabs on one device', () => {
  let server: RunningServer
  let client: Profile
  let desk: DeskPerson
  let one: Page
  let other: Page
  const question = 'Do you mend umbrellas?'
  const pushes = /\/api\/sync\/push$/

  beforeAll(async () => {
    server = await runServer()
    desk = await deskPerson(server.url)
    client = await openProfile({ origin: server.url })
    one = client.page()
    await one.goto(`${server.url}/en/`)
    await waitUntilKept(one)
    other = await client.context.newPage()
    await other.goto(`${server.url}/requests`)
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const write = async (page: Page, text: string) => {
    await page.getByLabel('Write to us').fill(text)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('log').getByText(text).waitFor()
  }

  it('sends a request once, though two tabs have it waiting and the first answer gets lost', async () => {
    await client.context.setOffline(true)
    await one.goto(`${server.url}/requests/new?question=1`)
    await one.getByLabel('Your question').fill(question)
    await next(one)
    await giveContact(one, 'Vera Lind', 'vera@client.example')
    await one.getByRole('button', { name: 'Send the question' }).click()
    await heading(one, 'Saved on this device')
    await other.getByRole('link', { name: new RegExp(question.slice(0, 10)) }).first().waitFor()

    let lost = 0
    const loseTheAnswer = async (route: Route) => {
      if (lost >= 1) return route.continue()
      lost += 1
      const answer = await route.fetch()
      expect(answer.status()).toBe(200)
      await route.abort('connectionreset')
    }
    await client.context.route(pushes, loseTheAnswer)
    await client.context.setOffline(false)
    for (let tries = 0; tries < 20 && lost < 1; tries++) {
      await Promise.all([one, other].map(page => page.evaluate(() => { window.dispatchEvent(new Event('online')) })))
      await one.waitForTimeout(500)
    }
    expect(lost).toBe(1)
    await heading(one, 'We have it')
    await client.context.unroute(pushes)
    expect((await desk.titles()).filter(title => title === question)).toHaveLength(1)
    expect(await desk.wordsOf(question)).toEqual([question])
  })

  it('shows in one tab what is written in the other, without a reload, and the draft of one is not lost by the other', async () => {
    await one.getByRole('link', { name: 'See your request' }).click()
    await one.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
    await other.goto(one.url())
    await other.getByLabel('Write to us').fill('Half a word in the other tab')
    await write(one, 'It is a red one.')
    await other.getByRole('log').getByText('It is a red one.').waitFor()
    expect(await other.getByLabel('Write to us').inputValue()).toBe('Half a word in the other tab')
    await other.getByLabel('Write to us').fill('')
    await write(other, 'And it is torn.')
    await one.getByRole('log').getByText('And it is torn.').waitFor()
    await expect.poll(() => desk.wordsOf(question), { timeout: 15_000 }).toEqual([question, 'It is a red one.', 'And it is torn.'])
  })

  it('loses and doubles nothing where the server is killed in the middle of taking it in', async () => {
    const texts = Array.from({ length: 16 }, (_, number) => `Torn in place number ${number + 1}.`)
    await client.context.setOffline(true)
    for (const [number, text] of texts.entries()) await write(number % 2 === 0 ? one : other, text)
    let kills = 0
    await client.context.route(pushes, async route => {
      if (kills >= 2) return route.continue()
      kills += 1
      const going = route.continue().catch(() => {})
      await new Promise(resolve => setTimeout(resolve, 10 * kills))
      await server.kill()
      await server.start()
      await going
    })
    await client.context.setOffline(false)
    const wanted = [question, 'It is a red one.', 'And it is torn.', ...texts]
    await expect.poll(async () => {
      await Promise.all([one, other].map(page => page.evaluate(() => { window.dispatchEvent(new Event('online')) })))
      return (await desk.wordsOf(question).catch(() => [])).length
    }, { timeout: 60_000, interval: 1_000 }).toBe(wanted.length)
    expect(await desk.wordsOf(question)).toEqual(wanted)
    expect(kills).toBeGreaterThan(0)
    for (const page of [one, other]) {
      await page.reload()
      await page.getByRole('log').getByText(texts.at(-1)!, { exact: true }).waitFor()
      for (const text of wanted) expect(await page.getByRole('log').getByText(text, { exact: true }).count(), text).toBe(1)
      await expect.poll(() => page.getByText(/waits? to be sent/).count()).toBe(0)
    }
    await client.context.unroute(pushes)
  })

  it('keeps what was said to be saved when the browser itself is killed', async () => {
    await client.context.setOffline(true)
    await write(one, 'Written just before the end.')
    const place = new URL(one.url()).pathname
    await client.restart({ isOffline: true })
    one = client.page()
    await one.goto(server.url + place)
    await one.getByRole('log').getByText('Written just before the end.').waitFor()
    await client.context.setOffline(false)
    await expect.poll(() => desk.wordsOf(question), { timeout: 30_000 }).toContain('Written just before the end.')
  })

  it('broke no rule of its own policy on the way', () => {
    expect(client.violations).toEqual([])
    expect(client.strangers).toEqual([])
  })
}, 240_000)
