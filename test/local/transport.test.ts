import { describe, expect, it } from 'vitest'
import { longestRetryAfterMs, readRetryAfter } from '#local/retry-after.ts'
import { createTransport, type Call } from '#local/transport.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'

const call: Call = { method: 'POST', path: '/api/sync/push', credential: { kind: 'session' }, body: { a: 1 } }
const ours = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ protocol: protocolName, ...body as object }), { status, headers: { [protocolHeader]: protocolName, ...headers } })

const answered = (response: () => Response | Promise<Response>) =>
  createTransport({ fetch: async () => response(), now: () => Date.UTC(2026, 0, 1) }).call<{ value: number }>(call)

describe('transport', () => {
  it('gives the answer of our server', async () => {
    expect(await answered(() => ours({ value: 7 }))).toMatchObject({ ok: true, value: { value: 7 } })
  })

  it.each<[string, () => Response]>([
    ['a hotel that answers 200 with a page', () => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } })],
    ['a hotel that answers 200 with JSON', () => new Response('{"ok":true}')],
    ['a hotel that sends us to sign in with 401', () => new Response('sign in', { status: 401 })],
    ['a proxy that is ill', () => new Response('Bad gateway', { status: 502 })],
    ['a header without the field', () => new Response('{"ok":true}', { headers: { [protocolHeader]: protocolName } })],
    ['another protocol', () => new Response('{"protocol":"other/1"}', { headers: { [protocolHeader]: protocolName } })],
    ['JSON that breaks off', () => new Response(`{"protocol":"${protocolName}","va`, { headers: { [protocolHeader]: protocolName } })],
    ['a line that is dead', () => { throw new TypeError('Failed to fetch') }],
  ])('[S2] counts %s as offline', async (_what, response) => {
    expect(await answered(response)).toEqual({ ok: false, refusal: { kind: 'offline' } })
  })

  it.each([
    [401, 'not-signed-in', { kind: 'notSignedIn' }],
    [409, 'gap', { kind: 'conflict', code: 'gap' }],
    [413, 'too-large', { kind: 'tooLarge' }],
    [426, 'update-needed', { kind: 'updateNeeded' }],
    [400, 'wrong-code', { kind: 'refused', status: 400, code: 'wrong-code' }],
    [500, 'server-failed', { kind: 'busy', status: 500 }],
  ])('tells %s %s apart', async (status, code, failure) => {
    expect(await answered(() => ours({ error: { code } }, status))).toEqual({ ok: false, refusal: failure })
  })

  it('hands on how long a busy server wants to be left alone', async () => {
    expect(await answered(() => ours({ error: { code: 'too-many' } }, 429, { 'retry-after': '3' }))).toEqual({ ok: false, refusal: { kind: 'busy', status: 429, retryAfterMs: 3_000 } })
  })

  it('gives up on a line that says nothing', async () => {
    const silent: typeof fetch = (_input, init) => new Promise((_resolve, reject) => {
      init!.signal!.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    })
    expect(await createTransport({ fetch: silent }).call({ ...call, timeoutMs: 20 })).toEqual({ ok: false, refusal: { kind: 'offline' } })
  })

  it('[S5] sends a guest\'s call without anybody\'s cookie, follows no redirect and names the protocol', async () => {
    const sent: RequestInit[] = []
    const transport = createTransport({ fetch: async (_input, init) => { sent.push(init!); return ours({}) } })
    await transport.call({ ...call, credential: { kind: 'guest', authorization: 'Guest a.b.c' } })
    await transport.call(call)
    expect(sent.map(init => [init.credentials, new Headers(init.headers).get('authorization'), init.redirect])).toEqual([['omit', 'Guest a.b.c', 'error'], ['same-origin', null, 'error']])
    expect(sent.every(init => new Headers(init.headers).get(protocolHeader) === protocolName)).toBe(true)
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1)
  it.each([
    ['120', 120_000],
    ['0', 0],
    [new Date(now + 90_000).toUTCString(), 90_000],
    [new Date(now - 90_000).toUTCString(), 0],
    ['99999999999', longestRetryAfterMs],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('[S10] %s comes to %s ms', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms)
  })
})
