import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { confirmAddress, giveContact, heading, next, waitUntilKept } from './client-steps.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { photoOfNoise } from './photo.ts'
import { runServer, type RunningServer } from './running-server.ts'

/** What is left of a person on a device that somebody else uses next: nothing. */
describe('signing out', () => {
  let server: RunningServer
  let client: Profile
  let one: Page
  let other: Page
  let request: string
  const secret = 'My vault at Storgatan 7 does not open.'

  beforeAll(async () => {
    server = await runServer()
    client = await openProfile({ origin: server.url })
    one = client.page()
    await one.goto(`${server.url}/en/`)
    await waitUntilKept(one)
    other = await client.context.newPage()
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  /** Everything that a script of this origin can find on the disk, as one text. */
  const onTheDisk = (page: Page) => page.evaluate(async () => {
    const readAll = (database: IDBDatabase, store: string) => new Promise<unknown[]>((resolve, reject) => {
      const asking = database.transaction(store).objectStore(store).getAll()
      asking.onsuccess = () => { resolve(asking.result) }
      asking.onerror = () => { reject(new Error(store)) }
    })
    const found: Record<string, unknown> = { local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie }
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name!)
        opening.onsuccess = () => { resolve(opening.result) }
        opening.onerror = () => { reject(new Error(name)) }
      })
      for (const store of database.objectStoreNames) if (!name!.startsWith('servus-public')) found[`${name} ${store}`] = await readAll(database, store)
      database.close()
    }
    const cached: string[] = []
    for (const name of await caches.keys()) cached.push(...(await (await caches.open(name)).keys()).map(entry => new URL(entry.url).pathname))
    found.cached = cached.filter(path => !/^\/(shell\.html|assets\/|icons\/)/.test(path))
    return { names: (await indexedDB.databases()).map(({ name }) => name), cached: found.cached, text: JSON.stringify(found) }
  })

  it('finds a person on the device, with requests, a photo, a draft and a home page that remembers them', async () => {
    await one.goto(`${server.url}/requests/new`)
    await one.getByLabel('In your own words').fill(secret)
    await one.locator('input[type=file]').first().setInputFiles({ name: 'vault.jpg', mimeType: 'image/jpeg', buffer: await photoOfNoise() })
    await one.getByText('1 photo is attached').waitFor({ state: 'attached' })
    await next(one)
    await one.getByLabel('Where is it?').fill('Storgatan 7')
    await next(one)
    await giveContact(one, 'Vera Lind', 'vera@client.example')
    await next(one)
    await one.getByRole('button', { name: 'Send the request' }).click()
    await heading(one, 'We have it')
    await one.getByRole('button', { name: 'Confirm your e-mail address' }).click()
    await confirmAddress(one)
    await one.getByText('Your address is confirmed.').waitFor()
    await one.getByRole('button', { name: 'Continue' }).click()
    await one.getByRole('link', { name: 'See your request' }).click()
    await one.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
    request = new URL(one.url()).pathname
    await expect.poll(() => one.locator('img').first().evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(10)
    await one.goto(`${server.url}/requests/new?question=1`)
    await one.getByLabel('Your question').fill('A draft about my vault')
    await other.goto(`${server.url}/en/`)
    await other.getByRole('link', { name: /My vault at Storgatan/ }).first().waitFor()
    await expect.poll(async () => (await onTheDisk(one)).text).toContain('A draft about my vault')
    const { text, names } = await onTheDisk(one)
    expect(text).toContain('Storgatan 7')
    expect(names.filter(name => /servus-(outbox|base)/.test(name!))).toHaveLength(2)
  })

  it('asks first, and staying changes nothing', async () => {
    await one.goto(`${server.url}/account`)
    await one.getByText('vera@client.example').first().waitFor()
    await one.getByRole('button', { name: 'Sign out', exact: true }).click()
    const dialog = one.getByRole('dialog')
    await dialog.getByText('1 draft that you have begun would be deleted too.').waitFor()
    await dialog.getByRole('button', { name: 'Stay' }).last().click()
    expect((await onTheDisk(one)).text).toContain('Storgatan 7')
  })

  it('leaves nothing of the person on the disk, though another tab shows them', async () => {
    await one.getByRole('button', { name: 'Sign out', exact: true }).click()
    await one.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await one.getByText('You are signed out. Nothing of yours is left on this device.').waitFor()
    await expect.poll(() => other.getByText('My vault').count()).toBe(0)
    await one.waitForTimeout(2_000)
    const { text, names, cached } = await onTheDisk(one)
    expect(names.filter(name => /servus-(outbox|base)/.test(name!))).toEqual([])
    expect(cached).toEqual([])
    for (const word of ['vault', 'Storgatan', 'Vera', 'vera@', 'secret']) expect(text, text).not.toContain(word)
    expect((await client.context.cookies()).filter(({ name }) => name !== 'servus_language')).toEqual([])
  })

  it('shows the next person nothing of the first, by no address and not offline', async () => {
    const looksEmpty = async () => {
      for (const path of ['/en/', '/requests', request, '/outbox', '/account', '/requests/new', '/requests/new?question=1']) {
        await one.goto(server.url + path)
        await one.locator('main h1').first().waitFor()
        await one.waitForTimeout(150)
        const shown = await one.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map(field => (field as HTMLInputElement).value).join())
        expect(shown, path).not.toMatch(/vault|Storgatan|Vera|vera@/)
      }
    }
    await looksEmpty()
    await one.goto(`${server.url}/account`)
    await one.getByRole('button', { name: 'Sign in' }).click()
    await one.getByLabel('Your e-mail address').fill('sven@client.example')
    await confirmAddress(one)
    await one.getByText('You are signed in.').waitFor()
    await client.context.setOffline(true)
    await looksEmpty()
    await client.context.setOffline(false)
    expect((await onTheDisk(one)).text).not.toMatch(/vault|Storgatan|Vera|vera@/)
  })

  it('gives the first person everything back where they sign in again', async () => {
    await one.goto(`${server.url}/account`)
    await one.getByRole('button', { name: /another address|Sign out/ }).first().click()
    await one.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await one.getByText('You are signed out.').waitFor()
    const field = one.getByLabel('Your e-mail address')
    if (!await field.isVisible()) await one.getByRole('button', { name: 'Sign in', exact: true }).click()
    await field.fill('vera@client.example')
    await confirmAddress(one)
    await one.getByText('You are signed in.').waitFor()
    await one.goto(`${server.url}/requests`)
    await one.getByRole('link', { name: /My vault at Storgatan/ }).first().waitFor()
  })
}, 240_000)
