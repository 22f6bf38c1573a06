import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PageData } from '#protocol/page.ts'
import { loadContent, type Content } from '#server/content/load-content.ts'
import { storeContent } from '#server/content/store-content.ts'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { entryScript, makeTestBuild } from './test-build.ts'

const demo: Content = loadContent('src/content').content!

describe('The site', () => {
  const build = makeTestBuild()
  let test: TestApp
  beforeAll(async () => {
    test = await openTestApp('sqlite', { distFolder: build.folder, url: 'https://help.example.com', isSecure: true })
    await storeContent(test.installation.database, demo, { isDryRun: false })
  })
  afterAll(async () => {
    await test.drop()
    build.drop()
  })

  const page = async (path: string, headers: Record<string, string> = {}) => {
    const response = await test.request(path, { headers })
    return { response, html: await response.text() }
  }
  const dataOf = (html: string) => JSON.parse(/id="page-data">([\s\S]*?)<\/script>/.exec(html)![1]!) as PageData

  it('shows a page with its content, its data and its build, in its language', async () => {
    const { response, html } = await page('/sv/services/washing-machine-repair')
    expect(response.status).toBe(200)
    expect(html).toContain('<html lang="sv">')
    expect(html).toContain('<div id="app" data-ssr="build-1"><h1 lang="sv">')
    expect(response.headers.get('content-language')).toBe('sv')
    expect(dataOf(html).service?.id).toBe('washing-machine-repair')
    expect(dataOf(html).epoch).toBe(test.installation.epoch)
  })

  it('names the scripts that the page needs beyond the first, each once', async () => {
    const { html } = await page('/sv/')
    const named = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(match => match[1])
    expect(named.sort()).toEqual(['/assets/page-abc.js', '/assets/part-abc.js'])
  })

  it('has all styles inside, by a hash that its policy admits, and asks for no stylesheet', async () => {
    const { response, html } = await page('/sv/')
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)]
    expect(styles).toHaveLength(1)
    expect(styles[0]![1]).toMatch(/h1 \{ color: green \}[\s\S]*--accent-day:#0b6b61/)
    expect(html).not.toContain('rel="stylesheet"')
    const hash = createHash('sha256').update(styles[0]![1]!).digest('base64')
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'sha256-${hash}';`)
  })

  it('has a policy with nothing unsafe, nothing foreign and Trusted Types', async () => {
    for (const path of ['/sv/', '/requests', '/desk/', '/sw.js']) {
      const policy = (await test.request(path)).headers.get('content-security-policy') ?? ''
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types vue servus-url")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain('report-uri /api/csp-report')
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
    }
  })

  it('tells machines title, other languages and the one address, from the settings and not from the request', async () => {
    const html = await (await test.request('https://evil.example/sv/help', { headers: { host: 'evil.example' } })).text()
    expect(html).toContain(`<title>${demo.business.name.sv} &amp; &quot;more&quot;</title>`)
    expect(html).toContain('<link rel="canonical" href="https://help.example.com/sv/help">')
    for (const language of ['sv', 'ru', 'en']) expect(html).toContain(`hreflang="${language}" href="https://help.example.com/${language}/help"`)
    expect(html).toContain('hreflang="x-default" href="https://help.example.com/sv/help"')
    expect(html).not.toContain('evil.example')
  })

  it('carries only what the page needs', async () => {
    const home = dataOf((await page('/ru/')).html)
    expect(home.services.every(service => Object.keys(service.descriptionHtml).length === 0 && service.questions.length === 0)).toBe(true)
    expect([home.articles, home.evaluations, home.business.aboutHtml, home.business.dangers]).toEqual([undefined, undefined, {}, []])
    expect(home.business.name).toEqual({ ru: demo.business.name.ru })
    expect(home.services[0]!.price.lines.length).toBeGreaterThan(0)
    const help = dataOf((await page('/ru/help')).html)
    expect(help.articles!.length).toBe(demo.articles.length / 3)
    expect(help.articles!.every(article => !('html' in article))).toBe(true)
    const article = dataOf((await page('/ru/help/flat-tyre')).html)
    expect(article.article?.html).toContain('<p>')
    const about = dataOf((await page('/ru/about')).html)
    expect(about.terms?.language).toBe('ru')
    expect(about.business.aboutHtml.ru).toContain('<p>')
  })

  it('lets no text end the element that its data stands in', async () => {
    const evil = '</script><script>alert(1)</script>'
    const [first, ...others] = demo.services
    await storeContent(test.installation.database, { ...demo, services: [{ ...first!, title: { sv: evil, ru: evil, en: evil } }, ...others] }, { isDryRun: false })
    const { html } = await page('/sv/services')
    expect(html).not.toContain('<script>alert')
    expect(dataOf(html).services.some(service => service.title.sv === evil)).toBe(true)
    await storeContent(test.installation.database, demo, { isDryRun: false })
  })

  it('keeps a page until its content changes', async () => {
    const first = await page('/en/services')
    const etag = first.response.headers.get('etag')!
    expect((await test.request('/en/services', { headers: { 'if-none-match': `W/${etag}` } })).status).toBe(304)
    const [service, ...others] = demo.services
    await storeContent(test.installation.database, { ...demo, services: [{ ...service!, warrantyMonths: 7 }, ...others] }, { isDryRun: false })
    const second = await page('/en/services', { 'if-none-match': etag })
    expect(second.response.status).toBe(200)
    expect(dataOf(second.html).services.find(item => item.id === service!.id)?.warrantyMonths).toBe(7)
    await storeContent(test.installation.database, demo, { isDryRun: false })
  })

  it('goes out compressed', async () => {
    const response = await test.request('/sv/', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(await response.arrayBuffer()).toString()).toContain('<h1 lang="sv">')
  })

  it.each(['/sv/services/no-such', '/sv/help/no-such', '/sv/nothing', '/nothing'])('shows a page of its own where there is none: %s', async path => {
    const { response, html } = await page(path)
    expect(response.status).toBe(404)
    expect(html).toContain('data-ssr="build-1"')
    expect(html).toContain('noindex')
    expect(html).not.toContain('canonical')
  })

  it('falls back on the app where rendering fails, and logs why', async () => {
    const { response, html } = await page('/sv/help/break-now')
    expect(response.status).toBe(500)
    expect(html).toContain('<div id="app"></div>')
    expect(html).not.toContain('a component failed')
    expect(test.lines.join('')).toContain('a component failed')
  })

  it.each([
    ['/', {}, '/sv/'],
    ['/', { 'accept-language': 'de-DE,ru;q=0.8,en;q=0.9' }, '/en/'],
    ['/', { 'accept-language': 'en;q=0,ru-RU;q=0.1' }, '/ru/'],
    ['/', { cookie: 'a=b; servus_language=ru', 'accept-language': 'en' }, '/ru/'],
    ['/', { cookie: 'servus_language=https://evil.example' }, '/sv/'],
    ['/services/bicycle-repair?x=1', { 'accept-language': 'en' }, '/en/services/bicycle-repair?x=1'],
    ['/help/', { 'accept-language': 'en' }, '/en/help'],
  ])('leads %s with %o to %s', async (path, headers, target) => {
    const { response } = await page(path, headers as Record<string, string>)
    expect([response.status, response.headers.get('location')]).toEqual([302, target])
    expect(response.headers.get('vary')).toBe('cookie, accept-language')
  })

  it.each([['/sv', '/sv/'], ['/sv/services/', '/sv/services']])('has one address for a page: %s is %s', async (path, target) => {
    const { response } = await page(path)
    expect([response.status, response.headers.get('location')]).toEqual([301, target])
  })

  it('never leads away from itself', async () => {
    for (const path of ['//evil.example', '//evil.example/services', '/services//evil.example', '/\\evil.example']) {
      const location = (await page(path)).response.headers.get('location')
      expect(location === null || /^\/[a-z]{2}\//.test(location), `${path} -> ${location}`).toBe(true)
    }
  })

  it('leads to the business\'s own language where it does not speak the one asked for', async () => {
    await storeContent(test.installation.database, { ...demo, business: { ...demo.business, languages: ['sv'] } }, { isDryRun: false })
    const { response } = await page('/ru/help/flat-tyre')
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sv/help/flat-tyre'])
    await storeContent(test.installation.database, demo, { isDryRun: false })
  })

  it.each(['/requests', '/requests/new?service=x', '/requests/0190', '/outbox', '/account'])('serves the shell alone for what is private: %s', async path => {
    const { response, html } = await page(path, { cookie: 'servus=whatever' })
    expect(response.status).toBe(200)
    expect(html).toBe('<!doctype html><html lang="en"><head><title>Servus</title></head><body><div id="app"></div></body></html>')
  })

  it.each(['/desk', '/desk/', '/desk/requests/1'])('serves the desk: %s', async path => {
    expect((await page(path)).html).toContain('<title>Desk</title>')
  })

  it('serves what the build made: hashed files for ever, the worker anew, compressed forms as they are', async () => {
    const asset = await test.request('/assets/main-abc.js', { headers: { 'accept-encoding': 'br' } })
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(await asset.arrayBuffer()).toString()).toBe(entryScript)
    expect(await (await test.request('/assets/main-abc.js')).text()).toBe(entryScript)
    const worker = await test.request('/sw.js')
    expect(worker.headers.get('cache-control')).toBe('no-cache')
    expect((await test.request('/sw.js', { headers: { 'if-none-match': worker.headers.get('etag')! } })).status).toBe(304)
    expect((await test.request('/desk/assets/desk-abc.js')).status).toBe(200)
  })

  it.each(['/index.html', '/desk/index.html', '/.vite/manifest.json', '/assets/main-abc.js.br', '/assets/gone-123.js', '/../package.json', '/ssr/entry-server.js'])(
    'does not serve %s, and no page in its place', async path => {
      const { response, html } = await page(path)
      expect(response.status).toBe(404)
      expect(html.includes('page-data')).toBe(false)
    })

  it('makes manifest, styles, sitemap and robots from what the business says', async () => {
    const manifest = await (await test.request('/manifest.webmanifest?lang=ru')).json() as Record<string, unknown>
    expect(manifest).toMatchObject({ id: '/', scope: '/', start_url: '/ru/', lang: 'ru', name: demo.business.name.ru, prefer_related_applications: false })
    expect(manifest.icons).toEqual([{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' }])
    expect(await (await test.request('/brand.css?v=1')).text()).toContain('--accent-day:#0b6b61')
    const sitemap = await (await test.request('/sitemap.xml')).text()
    expect(sitemap).toContain('<loc>https://help.example.com/ru/help/flat-tyre</loc>')
    expect(sitemap.match(/<url>/g)).toHaveLength(3 * (4 + demo.services.length + demo.articles.length / 3))
    expect(await (await test.request('/robots.txt')).text()).toContain('Sitemap: https://help.example.com/sitemap.xml')
  })
})

describe('A site that is not ready', () => {
  it('says in plain words what is missing', async () => {
    const test = await openTestApp()
    expect(await (await test.request('/sv/')).text()).toBe('The portal has not been built yet. Build it with: npm run build\n')
    await test.drop()
    const build = makeTestBuild()
    const empty = await openTestApp('sqlite', { distFolder: build.folder })
    const response = await empty.request('/sv/')
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('no content yet')])
    await empty.drop()
    build.drop()
  })
})
