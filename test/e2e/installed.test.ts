import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile, type Profile } from './browser.ts'
import { heading, waitUntilKept } from './client-steps.ts'
import { makeNextBuild, mark } from './next-build.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { runServer, type RunningServer } from './running-server.ts'

type Manifest = {
  id: string, scope: string, start_url: string, name: string, short_name: string, lang: string, display: string, prefer_related_applications: boolean
  icons: { src: string, sizes: string, type: string, purpose: string }[]
  shortcuts: { name: string, url: string }[]
}

describe('the installed app', () => {
  let server: RunningServer
  let client: Profile
  const next = makeNextBuild()
  const page = () => client.page()

  beforeAll(async () => {
    server = await runServer()
    client = await openProfile({ origin: server.url })
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
    next.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const cachedAddresses = () => page().evaluate(async () => {
    const found: string[] = []
    for (const name of await caches.keys()) found.push(...(await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname))
    return found
  })
  const build = () => page().evaluate(() => document.body.dataset.build ?? 'first')
  const banner = () => page().getByText('A new version is ready.')
  /** As an hour passes, or the person comes back. */
  const lookForUpdate = () => page().evaluate(async () => { await (await navigator.serviceWorker.ready).update() })

  it.each(['en', 'ru', 'sv'])('has a manifest in %s with every icon it names, shortcuts that lead somewhere and one identity', async language => {
    const answer = await fetch(`${server.url}/manifest.webmanifest?lang=${language}`)
    expect(answer.headers.get('content-type')).toMatch(/application\/manifest\+json/)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    const manifest = await answer.json() as Manifest
    expect(manifest).toMatchObject({ id: '/', scope: '/', start_url: `/${language}/`, lang: language, display: 'standalone', prefer_related_applications: false })
    expect(manifest.name.length).toBeGreaterThan(2)
    expect(manifest.short_name.length).toBeLessThanOrEqual(12)
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`).sort()).toEqual(['192x192 any', '512x512 any', '512x512 maskable', '512x512 monochrome'])
    for (const { src, sizes, type, purpose } of manifest.icons) {
      const icon = await fetch(server.url + src)
      expect(icon.headers.get('content-type')).toBe(type)
      const picture = sharp(Buffer.from(await icon.arrayBuffer()))
      const { width, height } = await picture.metadata()
      expect(`${width}x${height}`).toBe(sizes)
      if (purpose === 'maskable') expect((await picture.stats()).isOpaque).toBe(true)
    }
    expect(manifest.shortcuts.map(({ url }) => url)).toEqual(expect.arrayContaining(['/requests/new', '/requests', `/${language}/help`]))
    for (const { name, url } of manifest.shortcuts) {
      expect(name).not.toBe('')
      expect((await fetch(server.url + url)).status).toBe(200)
    }
    const html = await (await fetch(`${server.url}/${language}/`)).text()
    expect(html).toContain(`href="/manifest.webmanifest?lang=${language}"`)
    expect(html).toContain('apple-touch-icon')
  })

  it('has names of its own in each language', async () => {
    const shortcuts = await Promise.all(['en', 'ru', 'sv'].map(async language => {
      const { shortcuts: found } = await (await fetch(`${server.url}/manifest.webmanifest?lang=${language}`)).json() as Manifest
      return found.map(({ name }) => name).join()
    }))
    expect(new Set(shortcuts).size).toBe(3)
  })

  it('keeps hashed files for ever, and asks anew for the worker, the shell and every page', async () => {
    const html = await (await fetch(`${server.url}/en/`)).text()
    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(match => match[1]!)
    expect(assets.length).toBeGreaterThan(1)
    for (const path of assets) expect((await fetch(server.url + path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const path of ['/sw.js', '/shell.html', '/en/', '/requests', '/brand.css']) expect((await fetch(server.url + path)).headers.get('cache-control'), path).toBe('no-cache')
    // It is read at every start of the worker; what it sends with is imported when there is something to send.
    expect((await (await fetch(`${server.url}/sw.js`)).text()).length).toBeLessThan(40_000)
    const missing = await fetch(`${server.url}/assets/Gone-12345678.js`)
    expect(missing.status).toBe(404)
    expect(missing.headers.get('content-type')).toMatch(/text\/plain/)
    expect(missing.headers.get('cache-control')).toBe('no-store')
  })

  it('opens pages that were never visited with the network cut, and keeps nothing of the API', async () => {
    await page().goto(`${server.url}/en/`)
    await waitUntilKept(page())
    await server.stop()
    await client.context.setOffline(true)
    for (const [path, title] of [['/requests/new', 'What do you need help with?'], ['/en/about', /Kvarn/], ['/en/help', 'Help'], ['/account', 'Your account'], ['/outbox', 'Waiting to be sent'], ['/en/services/remote-help', 'Remote help']] as const) {
      await page().goto(server.url + path)
      await heading(page(), title)
    }
    await page().goto(`${server.url}/`)
    await page().waitForURL(`${server.url}/en/`)
    await heading(page(), 'What can we do for you?')
    await client.context.setOffline(false)
    await server.start()
    const kept = await cachedAddresses()
    expect(kept).toContain('/shell.html')
    expect(kept.filter(path => !/^\/(shell\.html|assets\/|icons\/)/.test(path))).toEqual([])
    expect(await page().evaluate(async () => (await caches.match('/api/content/head')) === undefined)).toBe(true)
  })

  it('leaves the desk, the API and files to the network', async () => {
    for (const path of ['/desk/', '/api/content/head', '/robots.txt', '/healthz']) {
      await page().goto(server.url + path)
      expect(await page().locator('#app .tabs, nav[aria-label="Main menu"]').count(), path).toBe(0)
    }
  })

  it('fault 41: offers a new version and goes on with the old one until the person agrees, whatever is being written', async () => {
    await page().goto(`${server.url}/requests/new`)
    await page().getByLabel('In your own words').fill('Half a sentence, no mo')
    await server.stop()
    await server.start({ SERVUS_DIST: next.folder })
    expect(await banner().count()).toBe(0)
    await lookForUpdate()
    await banner().waitFor()
    await page().waitForTimeout(500)
    expect(await page().getByLabel('In your own words').inputValue()).toBe('Half a sentence, no mo')
    expect(await build()).toBe('first')
    await page().reload()
    await banner().waitFor()
    expect(await build()).toBe('first')
    expect(await page().evaluate(path => fetch(path).then(answer => answer.status), next.gone)).toBe(200)
  })

  it('runs the new version once the person has agreed, without losing what was written', async () => {
    await page().getByRole('button', { name: 'Use it now' }).click()
    await expect.poll(build, { timeout: 15_000 }).toBe(mark)
    await expect.poll(() => page().getByLabel('In your own words').inputValue()).toBe('Half a sentence, no mo')
    expect(await banner().count()).toBe(0)
    expect(await page().evaluate(path => fetch(path, { cache: 'no-store' }).then(answer => answer.status), next.gone)).toBe(404)
    const kept = await cachedAddresses()
    expect(kept).not.toContain(next.gone)
    expect(kept.filter(path => path === '/shell.html')).toHaveLength(1)
  })

  it('fault 41: asks the page for a part that a new version no longer has: one reload to where the person was going', async () => {
    const visitor = await openProfile({ origin: server.url })
    try {
      const old = visitor.page()
      await server.stop()
      await server.start()
      await old.route('**/sw.js', route => route.abort())
      await old.goto(`${server.url}/en/`)
      await old.getByRole('navigation').last().getByRole('link', { name: 'Services' }).click()
      await heading(old, 'Services')
      await server.stop()
      await server.start({ SERVUS_DIST: next.folder })
      let loads = 0
      old.on('domcontentloaded', () => { loads += 1 })
      await old.getByRole('link', { name: 'Account' }).first().click()
      await heading(old, 'Your account')
      expect(old.url()).toBe(`${server.url}/account`)
      expect(loads).toBe(1)
      expect(await old.evaluate(() => document.body.dataset.build)).toBe(mark)
    } finally {
      await visitor.remove()
    }
  })

  it('does not reload for ever where the part stays away', async () => {
    const visitor = await openProfile({ origin: server.url })
    try {
      const at = visitor.page()
      await at.route(/sw\.js|AccountPage/, route => route.fulfill({ status: 404, body: '' }))
      await at.goto(`${server.url}/en/`)
      let loads = 0
      at.on('domcontentloaded', () => { loads += 1 })
      await at.getByRole('link', { name: 'Account' }).first().click()
      await expect.poll(() => loads).toBe(1)
      await at.waitForTimeout(3_000)
      expect(loads).toBe(1)
    } finally {
      await visitor.remove()
    }
  })
}, 240_000)
