import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { heading, waitUntilKept } from './client-steps.ts'
import { runServer, type RunningServer } from './running-server.ts'

describe('the language', () => {
  let server: RunningServer
  let client: Profile
  const page = () => client.page()
  const htmlLanguage = () => page().evaluate(() => document.documentElement.lang)

  beforeAll(async () => {
    server = await runServer()
    client = await openProfile({ origin: server.url, locale: 'sv-SE' })
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })

  it.each([
    ['sv-SE,sv;q=0.9,en;q=0.8', undefined, 'sv'],
    ['fr-FR,fr;q=0.9,ru;q=0.4,en;q=0.5', undefined, 'en'],
    ['RU', undefined, 'ru'],
    ['en;q=0, ru;q=0.1', undefined, 'ru'],
    ['ru', 'servus_language=sv', 'sv'],
    ['ru', 'servus_language=xx', 'ru'],
    [';;q=x,,*;q', undefined, 'sv'],
    ['fr', undefined, 'sv'],
    ['', undefined, 'sv'],
  ])('follows "%s" with the cookie %s to /%3$s/ where nothing is in the address', async (accepted, cookie, language) => {
    for (const [path, target] of [['/', `/${language}/`], ['/services', `/${language}/services`], ['/help/?x=1', `/${language}/help?x=1`]] as const) {
      const answer = await fetch(server.url + path, { redirect: 'manual', headers: { 'accept-language': accepted, ...(cookie ? { cookie } : {}) } })
      expect(answer.status).toBe(302)
      expect(answer.headers.get('location')).toBe(target)
      expect(answer.headers.get('vary')).toMatch(/accept-language/)
    }
  })

  it('is the browser\'s own at the first visit', async () => {
    await page().goto(server.url)
    await page().waitForURL(`${server.url}/sv/`)
    expect(await htmlLanguage()).toBe('sv')
  })

  it('is what was chosen from then on: on this page, after a reload, at the bare address and on pages without a language', async () => {
    await page().getByRole('banner').getByRole('combobox').selectOption('ru')
    await page().waitForURL(`${server.url}/ru/`)
    await waitUntilKept(page())
    await page().reload()
    expect(await htmlLanguage()).toBe('ru')
    await page().goto(server.url)
    await page().waitForURL(`${server.url}/ru/`)
    await page().goto(`${server.url}/requests`)
    await heading(page(), 'Ваши заявки')
    expect(await htmlLanguage()).toBe('ru')
  })

  it('is still that after the browser was closed, without a network, and by the address that the server gives', async () => {
    await client.restart({ isOffline: true })
    await page().goto(server.url)
    await page().waitForURL(`${server.url}/ru/`)
    await page().goto(`${server.url}/account`)
    expect(await htmlLanguage()).toBe('ru')
    await client.context.setOffline(false)
    const cookie = (await client.context.cookies()).find(({ name }) => name === 'servus_language')
    expect(cookie?.value).toBe('ru')
  })

  it('is the address\'s own where somebody follows a link in another language, which changes no choice', async () => {
    await page().goto(`${server.url}/en/help`)
    expect(await htmlLanguage()).toBe('en')
    await page().goto(server.url)
    await page().waitForURL(`${server.url}/ru/`)
  })

  it('changes in the middle of a form without losing what was written', async () => {
    await page().goto(`${server.url}/requests/new`)
    await page().locator('textarea').first().fill('Стиральная машина гудит.')
    await page().getByRole('banner').getByRole('combobox').selectOption('en')
    await heading(page(), 'What do you need help with?')
    expect(await page().getByLabel('In your own words').inputValue()).toBe('Стиральная машина гудит.')
  })
}, 120_000)
