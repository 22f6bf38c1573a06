import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Policy } from '#server/http/route.ts'
import { limitByRoute } from '#server/http/rate-limits.ts'
import { routes } from '#server/routes.ts'
import { addDemoStaff } from '#server/identity/demo-staff.ts'
import { guestHeader, signIn } from '../identity/sign-in-as.ts'
import { openTestApp, type TestApp } from './test-app.ts'

/** Which callers a policy lets pass; all others get 401 before anything of theirs is read. */
const mayPass: Record<Policy, readonly Caller[]> = {
  public: ['nobody', 'unknown guest', 'known guest', 'wrong secret', 'member', 'staff'],
  reader: ['known guest', 'member'],
  'new-reader': ['known guest', 'member', 'unknown guest'],
  staff: ['staff'],
}
const callers = ['nobody', 'unknown guest', 'known guest', 'wrong secret', 'member', 'staff'] as const
type Caller = (typeof callers)[number]

describe('Every address of the API', () => {
  let test: TestApp
  const headersOf = new Map<Caller, Record<string, string>>()
  beforeAll(async () => {
    test = await openTestApp()
    await addDemoStaff(test.installation.db, 'en', 0)
    const guest = guestHeader(1)
    await test.post('/api/sync/hello', { sender: guest.sender, language: 'en', versions: [2] }, guest.headers)
    headersOf.set('nobody', {})
    headersOf.set('known guest', guest.headers)
    headersOf.set('wrong secret', { authorization: `${guest.headers.authorization.slice(0, -64)}${'0'.repeat(64)}` })
    headersOf.set('member', { cookie: (await signIn(test, 'member@demo.example')).cookie })
    headersOf.set('staff', { cookie: (await signIn(test, 'all@demo.example', { at: 'desk' })).cookie })
  })
  afterAll(() => test.drop())

  const call = (method: string, path: string, headers: Record<string, string>) => test.request(path.replaceAll(/:\w+/g, 'x'), {
    method, headers: { 'content-type': 'application/json', ...headers }, ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{' }),
  })

  let unknown = 100
  /** Signing out comes last: it would take the others' session away. */
  const signsOut = ({ method, path }: (typeof routes)[number]) => method === 'DELETE' && /session/.test(path)
  const inOrder = [...routes].sort((one, other) => Number(signsOut(one)) - Number(signsOut(other)))
  it.each(inOrder.flatMap(route => callers.map(caller => ({ method: route.method, path: route.path, policy: route.policy, caller }))))(
    '[S3] [S16] at $method $path: $caller', async ({ method, path, policy, caller }) => {
      const headers = caller === 'unknown guest' ? guestHeader(unknown++).headers : headersOf.get(caller)!
      const response = await call(method, path, headers)
      await response.body?.cancel()
      const passes = mayPass[policy].includes(caller)
      // Confirming an address under a guest's id with the wrong secret is refused as well.
      if (path === '/api/session' && method === 'POST' && caller === 'wrong secret') expect([400, 401]).toContain(response.status)
      else expect(response.status === 401).toBe(!passes)
    })

  it('is limited only where it exists', () => {
    const known = new Set(routes.map(route => `${route.method} ${route.path}`))
    expect(Object.keys(limitByRoute).filter(name => !known.has(name))).toEqual([])
  })

  it('stands only once', () => {
    const names = routes.map(route => `${route.method} ${route.path}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})
