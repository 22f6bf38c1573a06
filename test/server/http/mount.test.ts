import { Hono } from 'hono'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mountRoutes, type ServerEnv } from '#server/http/mount.ts'
import { makeRateLimits } from '#server/http/rate-limits.ts'
import { Refusal } from '#server/http/refusal.ts'
import { route, type Route } from '#server/http/route.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import { openTestApp, type TestApp } from './test-app.ts'

const secret = 'the-password-is-4711'

const routes: Route[] = [
  route({
    method: 'POST', path: '/api/echo', policy: 'public', summary: 'Says what it got', maxBodyBytes: 2_000,
    body: v.strictObject({ name: v.string(), count: v.optional(v.pipe(v.number(), v.integer())), tags: v.optional(v.array(v.picklist(['a', 'b']))) }),
    handle: ({ body }) => ({ name: body.name }),
  }),
  route({
    method: 'GET', path: '/api/page', policy: 'public', summary: 'Takes a query', query: v.strictObject({ after: v.optional(v.string()) }),
    handle: ({ query }) => ({ after: query.after ?? null }),
  }),
  route({ method: 'GET', path: '/api/bug', policy: 'public', summary: 'Breaks', handle: () => { throw new Error(secret) } }),
  route({ method: 'GET', path: '/api/busy', policy: 'public', summary: 'Waits', handle: () => { throw new Refusal('busy', { retryAfterSeconds: 7 }) } }),
  route({ method: 'GET', path: '/api/nothing', policy: 'public', summary: 'Answers nothing', handle: () => undefined }),
]

describe('A route of the API', () => {
  let test: TestApp
  let app: Hono<ServerEnv>
  beforeAll(async () => {
    test = await openTestApp()
    app = new Hono<ServerEnv>()
    mountRoutes(app, routes, test.installation, makeRateLimits(test.installation.now))
  })
  afterAll(() => test.drop())

  const send = (body: BodyInit, headers: Record<string, string> = {}) =>
    app.request('/api/echo', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const errorOf = async (response: Response) => (await response.json() as { error: { code: string, issues?: { field: string, problem: string }[] } }).error

  it('[S1] names the protocol in header and field and is kept by no cache, also when it refuses', async () => {
    for (const response of [await send('{"name":"Anna"}'), await send('{}'), await app.request('/api/bug'), await app.request('/api/nothing')]) {
      expect(response.headers.get(protocolHeader)).toBe(protocolName)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.json()).toMatchObject({ protocol: protocolName })
    }
  })

  it('tells every wrong field by its path, with what is wrong', async () => {
    const error = await errorOf(await send('{"count":1.5,"tags":["a","zzz"]}'))
    expect(error.code).toBe('bad-request')
    expect(error.issues).toEqual([
      { field: 'name', problem: 'is missing' },
      { field: 'count', problem: 'must be a whole number' },
      { field: 'tags.1', problem: 'must be one of a, b' },
    ])
  })

  it('[S6] refuses a field it does not know, and repeats nothing of what was sent', async () => {
    const response = await send(`{"name":{"x":"${secret}"},"<script>${secret}":1}`)
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).toContain('has a field that is not known here')
    expect(text).not.toContain(secret)
    expect(text).not.toContain('script')
  })

  it('refuses __proto__ like any other unknown field', async () => {
    const response = await send('{"name":"Anna","__proto__":{"isAdmin":true}}')
    expect(response.status).toBe(400)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it.each([['not json', '{"name":'], ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])]])('refuses a body that is %s', async (_what, body) => {
    const response = await send(body)
    expect(response.status).toBe(400)
    expect((await errorOf(response)).issues).toEqual([{ field: '', problem: 'is not JSON' }])
  })

  it('refuses another content type, as a form on a foreign page would send', async () => {
    expect((await send('{"name":"Anna"}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await send('{"name":"Anna"}', { 'content-encoding': 'gzip' })).status).toBe(415)
  })

  it('[S8] refuses a body that says it is too large, before reading it', async () => {
    expect((await send('{"name":"Anna"}', { 'content-length': '2001' })).status).toBe(413)
  })

  it('[S8] stops reading a body that is larger than it says', async () => {
    let sent = 0
    const endless = new ReadableStream({ pull: controller => { sent += 1_000; controller.enqueue(new Uint8Array(1_000).fill(0x20)) } })
    const request = new Request('http://127.0.0.1:8080/api/echo', {
      method: 'POST', body: endless, duplex: 'half', headers: { 'content-type': 'application/json' },
    } as RequestInit)
    expect((await app.request(request)).status).toBe(413)
    expect(sent).toBeLessThan(10_000)
  })

  it('answers a bug with no detail, and logs it whole', async () => {
    const response = await app.request('/api/bug')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain(secret)
    expect(test.lines.join('')).toContain(secret)
  })

  it('[S9] says when to come again', async () => {
    const response = await app.request('/api/busy')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
  })

  it('takes query parameters strictly', async () => {
    expect(await (await app.request('/api/page?after=x')).json()).toMatchObject({ after: 'x' })
    expect((await app.request('/api/page?after=x&after=y')).status).toBe(400)
    expect((await app.request('/api/page?before=x')).status).toBe(400)
  })

  it.each([
    ['another site, by Fetch Metadata', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:8080' }],
    ['another origin, of an older browser', { origin: 'https://evil.example' }],
    ['no origin that can be named', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://localhost:9999' }],
  ])('[S7] refuses a change that comes from %s', async (_what, headers) => {
    const response = await send('{"name":"Anna"}', headers)
    expect([response.status, (await errorOf(response)).code]).toEqual([403, 'not-yours'])
  })

  it.each([
    ['our own pages', { 'sec-fetch-site': 'same-origin', origin: 'https://seen-through-a-proxy.example' }],
    ['our own address, of an older browser', { origin: 'http://127.0.0.1:8080' }],
    ['this machine by its other name', { origin: 'http://localhost:8080' }],
    ['a program that is no browser', {}],
  ])('lets a change pass that comes from %s', async (_what, headers) => {
    expect((await send('{"name":"Anna"}', headers as Record<string, string>)).status).toBe(200)
  })
})
