import { describe, expect, it, vi } from 'vitest'
import { longestRetryAfterMs, readRetryAfter } from '#local/retry-after.ts'
import { hearServerTime, serverNow } from '#local/server-clock.ts'
import { createTransport, type Call } from '#local/transport.ts'
import { protocolHeader, protocolName, protocolVersion } from '#protocol/version.ts'

const call: Call = { method: 'POST', path: '/api/sync/push', credential: { kind: 'session' }, body: { a: 1 } }
const ours = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ protocol: protocolName, ...body as object }), { status, headers: { [protocolHeader]: protocolName, ...headers } })

const answered = (response: () => Response | Promise<Response>) =>
  createTransport({ fetch: async () => response(), now: () => Date.UTC(2026, 0, 1) }).call<{ value: number }>(call)

describe('transport', () => {
  it('fault 37: hears the server\'s time where no cache can have kept the answer, and only there', async () => {
    const told = Date.now() + 86_400_000
    const ask = (credential: Call['credential']) => createTransport({ fetch: async () => ours({ now: told }) }).call({ ...call, credential })
    await ask({ kind: 'nobody' })
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1_000)
    await ask({ kind: 'session' })
    expect(Math.abs(serverNow() - told)).toBeLessThan(60_000)
    hearServerTime(Date.now())
  })

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
    [413, 'too-large', { kind: 'tooLarge', code: 'too-large' }],
    [426, 'update-needed', { kind: 'updateNeeded' }],
    [400, 'wrong-code', { kind: 'refused', status: 400, code: 'wrong-code' }],
    [500, 'server-failed', { kind: 'busy', status: 500 }],
  ])('tells %s %s apart', async (status, code, failure) => {
    expect(await answered(() => ours({ error: { code } }, status))).toEqual({ ok: false, refusal: failure })
  })

  it.each([
    [`servus-sync/${protocolVersion - 1}`, 426, { kind: 'busy', status: 426 }],
    [`servus-sync/${protocolVersion - 1}`, 200, { kind: 'busy', status: 200 }],
    [`servus-sync/${protocolVersion + 1}`, 200, { kind: 'updateNeeded' }],
    ['servus-sync/x', 200, { kind: 'offline' }],
  ])('[S158] fault 12, 32: takes %s with %s for what the person can do about it', async (name, status, failure) => {
    const answer = () => new Response(JSON.stringify({ protocol: name }), { status, headers: { [protocolHeader]: name } })
    expect(await answered(answer)).toEqual({ ok: false, refusal: failure })
    expect(await createTransport({ fetch: async () => answer() }).open(call)).toEqual({ ok: false, refusal: failure })
  })

  it('fault 15: waits for a slow answer as long as something comes, and not for one that stalls', async () => {
    vi.useFakeTimers()
    try {
      const dripping = (gapsMs: number[]): typeof fetch => async (_input, init) => {
        const text = JSON.stringify({ protocol: protocolName, value: 7 })
        const part = Math.ceil(text.length / gapsMs.length)
        const body = new ReadableStream<Uint8Array>({
          async start(controller) {
            init!.signal!.addEventListener('abort', () => controller.error(new Error('aborted')))
            for (const [index, gap] of gapsMs.entries()) {
              await new Promise(resolve => setTimeout(resolve, gap))
              if (init!.signal!.aborted) return
              controller.enqueue(new TextEncoder().encode(text.slice(index * part, (index + 1) * part)))
            }
            controller.close()
          },
        })
        return new Response(body, { headers: { [protocolHeader]: protocolName } })
      }
      const slow = createTransport({ fetch: dripping([20_000, 25_000, 25_000]) }).call(call)
      const stalled = createTransport({ fetch: dripping([1_000, 40_000]) }).call(call)
      await vi.advanceTimersByTimeAsync(100_000)
      expect([await slow, await stalled]).toMatchObject([{ ok: true, value: { value: 7 } }, { ok: false, refusal: { kind: 'offline' } }])
    } finally {
      vi.useRealTimers()
    }
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
