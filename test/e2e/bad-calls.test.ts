import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runServer, type RunningServer } from './running-server.ts'

const id = '0197a000-0000-7000-8000-000000000001'
const otherId = '0197a000-0000-7000-8000-000000000002'
const guest = `Guest ${id}.${otherId}.${'ab'.repeat(32)}`

type Problem = { error: { code: string, issues?: { field: string, problem: string }[] } }

/** Whatever a client's program may send wrongly: an answer that names the field, and never a failure of the server. */
describe('malformed calls', () => {
  let server: RunningServer
  let staff: string

  beforeAll(async () => {
    server = await runServer({ SERVUS_TRUSTED_PROXIES: '1' })
    const email = 'all@demo.example'
    const { code } = await (await call('POST', '/api/desk/session/code', { email, language: 'en' })).json() as { code: string }
    const signedIn = await call('POST', '/api/desk/session', { email, code, language: 'en' })
    staff = signedIn.headers.get('set-cookie')!.split(';')[0]!
    await call('POST', '/api/sync/hello', { sender: id, language: 'en', versions: [2] }, { authorization: guest })
  })
  afterAll(async () => { await server?.remove() })

  /** Each call from a network of its own, or the limits would speak first. */
  let network = 0
  const call = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => fetch(server.url + path, {
    method, headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.${network >> 8}.${network++ & 255}.1`, ...headers }, ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const credentials = (path: string): Record<string, string> => path.startsWith('/api/desk/') ? { cookie: staff } : path === '/api/session' || path === '/api/session/code' ? {} : { authorization: guest }

  const good: Record<string, Record<string, unknown>> = {
    '/api/session/code': { email: 'x@client.example', language: 'en' },
    '/api/session': { email: 'x@client.example', code: '000000', language: 'en' },
    '/api/session/guest': { account: id, member: otherId, secret: 'ab'.repeat(32) },
    '/api/desk/session/code': { email: 'all@demo.example', language: 'en' },
    '/api/desk/session': { email: 'all@demo.example', code: '000000', language: 'en' },
    '/api/sync/hello': { sender: id, language: 'en', versions: [2] },
    '/api/sync/push': { sender: id, epoch: 'x', commands: [{ seq: 1, mid: id, requestId: id, name: 'postMessage', v: 1, at: 1, args: { text: 'x' } }] },
    '/api/sync/pull': { sender: id, epoch: 'x', resultsAfter: 0, cursors: {} },
    '/api/sync/marks': { marks: [] },
    '/api/desk/sync/pull': { sender: id, epoch: 'x', resultsAfter: 0, cursors: {} },
    '/api/desk/presence': { account: id, requestId: id, isOpen: true },
    '/api/desk/answers/{id}': { language: 'en', title: 'Hours', text: 'Open until six.' },
    '/api/desk/commands': { mid: id, requestId: id, expectedVersion: 0, name: 'postMessage', args: { text: 'x' } },
  }

  const send = (path: string, body: unknown, headers: Record<string, string>) => call(path.endsWith('}') ? 'PUT' : 'POST', path.replace('{id}', id), body, headers)

  const mayBeMissing = ['expectedVersion', 'marks']

  it('knows the whole list of routes that take a body', async () => {
    const { paths } = await (await fetch(`${server.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>> }
    const taking = Object.entries(paths).filter(([, methods]) => Object.values(methods).some(({ requestBody }) => requestBody?.content['application/json'])).map(([path]) => path)
    expect(taking.sort()).toEqual(Object.keys(good).sort())
  })

  it.each(Object.keys(good))('%s names each field that is missing or of a wrong kind, and one that it does not know', async path => {
    const ask = async (body: unknown) => {
      const answer = await send(path, body, credentials(path))
      const text = await answer.text()
      return { status: answer.status, error: (JSON.parse(text) as Problem).error, text }
    }
    for (const field of Object.keys(good[path]!)) {
      for (const value of [undefined, { nested: 'wrong' }, [[]], 12.5, true, null, 'x'.repeat(300)]) {
        const { status, error, text } = await ask({ ...good[path], [field]: value })
        expect(status, `${field} = ${JSON.stringify(value)}: ${text}`).toBeLessThan(500)
        if (status !== 400 || error.code !== 'bad-request') continue
        expect(error.issues?.[0]?.field.split('.')[0], text).toBe(field)
        expect(error.issues?.[0]?.problem.length, text).toBeGreaterThan(3)
        expect(text).not.toContain('xxxx')
      }
    }
    for (const required of Object.keys(good[path]!).filter(name => !mayBeMissing.includes(name))) {
      expect(await ask({ ...good[path], [required]: undefined })).toMatchObject({ status: 400, error: { code: 'bad-request', issues: [{ field: required, problem: 'is missing' }] } })
    }
    expect(await ask({ ...good[path], isAdmin: true })).toMatchObject({ status: 400, error: { code: 'bad-request', issues: [{ problem: 'has a field that is not known here' }] } })
    expect(await ask(`{"__proto__": {"isAdmin": true}, ${JSON.stringify(good[path]).slice(1)}`)).toMatchObject({ status: 400 })
    for (const body of ['', '{', '[]', 'null', '"text"', '{"a":'.repeat(20_000), '\u0000']) {
      expect(await ask(body), body.slice(0, 10)).toMatchObject({ status: 400, error: { code: 'bad-request' } })
    }
  })

  it.each(Object.keys(good))('%s takes neither a form, nor a compressed body, nor one that is too large', async path => {
    const own = credentials(path)
    expect((await send(path, 'a=b', { ...own, 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    expect((await send(path, 'xx', { ...own, 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await send(path, `"${'x'.repeat(3_000_000)}"`, own)).status).toBe(413)
    expect((await send(path, good[path], { ...own, origin: 'https://evil.example' })).status).toBe(403)
  })

  it('answers wrong ids, methods, queries and addresses of the API in its own form, without failing', async () => {
    const asked: [string, string, number, Record<string, string>?][] = [
      ['GET', '/api/nothing', 404], ['GET', '/api/', 404], ['PATCH', '/api/session', 404], ['GET', '/api/content/pub:xx', 404], ['GET', '/api/content/%00', 404],
      ['GET', '/api/content/pub?since=-1', 400], ['GET', '/api/content/pub?since=1&since=2', 400], ['GET', '/api/content/pub?x=1', 400], ['GET', '/api/content/pub?since=999999999999999', 200],
      ['GET', '/api/files/not-an-id', 404, { authorization: guest }], ['GET', `/api/files/${id}`, 404, { authorization: guest }], ['GET', `/api/files/${id}?size=huge`, 400, { authorization: guest }],
      ['GET', '/api/files/..%2f..%2fservus.db', 404, { authorization: guest }], ['PUT', `/api/files/${id}`, 409, { authorization: guest }], ['GET', `/api/files/${id}`, 401],
      ['GET', '/api/desk/requests?view=wrong', 400, { cookie: 'staff' }], ['GET', '/api/desk/requests?after=nonsense', 400, { cookie: 'staff' }], ['GET', "/api/desk/requests?search=%25%27%3B--", 200, { cookie: 'staff' }],
      ['GET', '/api/desk/requests/nothing', 404, { cookie: 'staff' }], ['GET', `/api/desk/requests/${id}`, 404, { cookie: 'staff' }], ['GET', '/api/desk/requests', 401], ['GET', '/api/sync/events', 401],
      ['GET', '/api/files/%E0%A4%A', 404, { authorization: guest }], ['GET', '/api/sync/events', 401, { authorization: 'Guest nonsense' }], ['GET', '/api/session', 200, { cookie: 'servus=%%%;;=' }],
    ]
    for (const [method, path, status, headers = {}] of asked) {
      const answer = await call(method, path, undefined, { ...headers, ...(headers.cookie === 'staff' ? { cookie: staff } : {}) })
      const text = await answer.text()
      expect(answer.status, `${method} ${path}: ${text}`).toBe(status)
      expect(answer.headers.get('content-type'), path).toMatch(/json/)
      expect((JSON.parse(text) as { protocol: string }).protocol).toBe('servus-sync/2')
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('refuses one malformed command on its own, with its field, and takes the one after it', async () => {
    const { epoch } = await (await call('POST', '/api/sync/hello', { sender: otherId, language: 'en', versions: [2] }, { authorization: guest })).json() as { epoch: string }
    const command = (seq: number, args: unknown) => ({ seq, mid: `0197a000-0000-7000-8000-00000000010${seq}`, requestId: `0197a000-0000-7000-8000-00000000020${seq}`, name: 'submit', v: 1, at: Date.now(), args })
    const args = { path: 'question', title: 'Irons?', text: 'Do you repair irons?', language: 'en', contact: { name: 'Vera', email: 'vera@client.example', channel: 'email' } }
    const answer = await call('POST', '/api/sync/push', { sender: otherId, epoch, commands: [command(1, { ...args, text: 12 }), command(2, args)] }, { authorization: guest })
    const { lines } = await answer.json() as { lines: { result: { kind: string, rejection?: unknown } }[] }
    expect(lines.map(({ result }) => result.kind)).toEqual(['rejected', 'applied'])
    expect(JSON.stringify(lines[0])).toMatch(/text/)
  })

  it('wrote no failure of its own into its log', () => {
    expect(server.log()).not.toMatch(/failed/i)
  })
}, 120_000)
