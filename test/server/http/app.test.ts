import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#server/routes.ts'
import { openTestApp, type TestApp } from './test-app.ts'

describe('The server', () => {
  let test: TestApp
  beforeAll(async () => { test = await openTestApp() })
  afterAll(() => test.drop())

  it.each(['/healthz', '/readyz', '/openapi.json', '/api/nothing-here', '/sv/', '/nothing.js'])('guards every answer with headers: %s', async path => {
    const { headers } = await test.request(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=(self)') as unknown,
    })
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  it('asks browsers to stay with https where it is reached by it', async () => {
    const secure = await openTestApp('sqlite', { url: 'https://help.example.com', isSecure: true })
    expect((await secure.request('/healthz')).headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    await secure.drop()
  })

  it('says it is not ready when its database is gone, and that it lives', async () => {
    const broken = await openTestApp()
    await broken.installation.database.close()
    expect((await broken.request('/healthz')).status).toBe(200)
    const ready = await broken.request('/readyz')
    expect([ready.status, await ready.json()]).toMatchObject([503, { error: { code: 'busy' } }])
    await broken.drop().catch(() => undefined)
  })

  it('answers an unknown address of the API as the API does', async () => {
    const response = await test.request('/api/nothing-here')
    expect([response.status, await response.json()]).toMatchObject([404, { protocol: 'servus-sync/2', error: { code: 'not-found' } }])
  })

  it('compresses what is worth it for who takes it', async () => {
    const plain = await test.request('/openapi.json')
    const compressed = await test.request('/openapi.json', { headers: { 'accept-encoding': 'br, gzip' } })
    const refused = await test.request('/openapi.json', { headers: { 'accept-encoding': 'gzip;q=0' } })
    expect([plain, compressed, refused].map(response => response.headers.get('content-encoding'))).toEqual([null, 'gzip', null])
    expect((await compressed.arrayBuffer()).byteLength).toBeLessThan((await plain.arrayBuffer()).byteLength / 3)
  })

  it('describes every address of its API with its body and parameters', async () => {
    const api = await (await test.request('/openapi.json')).json() as { openapi: string, paths: Record<string, Record<string, { requestBody?: unknown, parameters: { name: string }[] }>> }
    expect(api.openapi).toBe('3.1.0')
    for (const route of routes) {
      const described = api.paths[route.path.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
      expect(described, `${route.method} ${route.path}`).toBeDefined()
      expect(described!.requestBody !== undefined).toBe(Boolean(route.body ?? route.isRaw))
      for (const [, name] of route.path.matchAll(/:(\w+)/g)) expect(described!.parameters.map(parameter => parameter.name)).toContain(name)
    }
  })

  it('counts what the content policy stopped, and logs it without queries', async () => {
    const report = { 'csp-report': { 'blocked-uri': 'https://evil.example/x?token=1', 'effective-directive': 'script-src', 'document-uri': 'http://127.0.0.1/sv/' } }
    const response = await test.request('/api/csp-report', { method: 'POST', body: JSON.stringify(report), headers: { 'content-type': 'application/csp-report' } })
    expect(response.status).toBe(204)
    expect(await (await test.request('/api/csp-report')).json()).toMatchObject({ count: 1 })
    expect(test.lines.join('')).toContain('https://evil.example/x')
    expect(test.lines.join('')).not.toContain('token')
  })
})
