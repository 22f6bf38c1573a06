import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConfirmAnswer, SessionAnswer } from '#protocol/session.ts'
import type { PullAnswer } from '#protocol/messages.ts'
import { describeOnBoth } from '../databases.ts'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { askForCode, confirm, guestHeader, signIn } from './sign-in-as.ts'

describeOnBoth('A client who signs in', kind => {
  let test: TestApp
  beforeEach(async () => { test = await openTestApp(kind) })
  afterEach(() => test.drop())

  const whoAmI = async (headers: Record<string, string>) =>
    ((await (await test.request('/api/session', { headers })).json()) as SessionAnswer).member
  const sayHello = (guest: ReturnType<typeof guestHeader>, headers: Record<string, string> = guest.headers) =>
    test.post('/api/sync/hello', { sender: guest.sender, language: 'en', versions: [2] }, headers)
  const errorCode = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code
  const sixDigitsOtherThan = (code: string) => code === '000000' ? '000001' : '000000'

  it('without a guest and with a new address gets a fresh account', async () => {
    const { answer, cookie } = await signIn(test, '  Anna@Demo.Example ')
    expect(answer).toMatchObject({ kind: 'new', email: 'anna@demo.example' })
    expect(await whoAmI({ cookie })).toEqual({ account: answer.account, member: answer.member, name: '', email: 'anna@demo.example' })
  })

  it('[S21] as a guest with a new address keeps account and member id, and reads so in the own feed', async () => {
    const guest = guestHeader(1)
    await sayHello(guest)
    const { answer, cookie } = await signIn(test, 'anna@demo.example', { headers: guest.headers })
    expect(answer).toMatchObject({ kind: 'same', account: guest.account, member: guest.member })
    const pull = await test.post('/api/sync/pull', {
      sender: guest.sender, epoch: test.installation.epoch, resultsAfter: 0, cursors: { [`r:${guest.member}`]: 0 },
    }, { cookie })
    const { pages } = await pull.json() as PullAnswer
    expect(pages.flatMap(page => page.puts).find(put => put.kind === 'me')?.body)
      .toEqual({ account: guest.account, member: guest.member, name: '', email: 'anna@demo.example', isConfirmed: true })
  })

  it('[S16] as a guest may confirm before the first hello', async () => {
    const guest = guestHeader(2)
    const { answer } = await signIn(test, 'anna@demo.example', { headers: guest.headers })
    expect(answer).toMatchObject({ kind: 'same', account: guest.account })
    expect((await sayHello(guest)).status).toBe(200)
  })

  it('[S4] is not mistaken for the member beside whom a guest calls: the guest\'s own credential counts', async () => {
    const { cookie, answer } = await signIn(test, 'anna@demo.example')
    const guest = guestHeader(4)
    const asGuest = await (await sayHello(guest, { ...guest.headers, cookie })).json() as { account: string }
    expect(asGuest.account).toBe(guest.account)
    const foreign = { authorization: guest.headers.authorization.slice(0, -1) + (guest.secret.endsWith('0') ? '1' : '0'), cookie }
    expect((await sayHello(guest, foreign)).status).toBe(401)
    expect(answer.account).not.toBe(guest.account)
  })

  it('does not hand a confirmed member\'s account to another new address', async () => {
    const guest = guestHeader(5)
    await signIn(test, 'anna@demo.example', { headers: guest.headers })
    const { answer } = await signIn(test, 'boris@demo.example', { headers: guest.headers })
    expect(answer.kind).toBe('new')
    expect(answer.account).not.toBe(guest.account)
  })

  it('gets the same answer for a known and an unknown address', async () => {
    await signIn(test, 'anna@demo.example')
    const [known, unknown] = [await askForCode(test, 'anna@demo.example'), await askForCode(test, 'nobody@demo.example')]
    expect(Object.keys(known).sort()).toEqual(Object.keys(unknown).sort())
    expect(known.expiresAt).toBe(unknown.expiresAt)
    const wrong = await Promise.all([known, unknown].map(async ({ sentTo, code }) => errorCode(await confirm(test, sentTo, sixDigitsOtherThan(code!)))))
    expect(wrong).toEqual(['wrong-code', 'wrong-code'])
  })

  it('has five tries for a code', async () => {
    const { code } = await askForCode(test, 'anna@demo.example')
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(await errorCode(await confirm(test, 'anna@demo.example', sixDigitsOtherThan(code!)))).toBe('wrong-code')
    }
    expect(await errorCode(await confirm(test, 'anna@demo.example', code!))).toBe('code-expired')
  })

  it('may use the newest code only, once, within ten minutes', async () => {
    const old = await askForCode(test, 'anna@demo.example')
    const newer = await askForCode(test, 'anna@demo.example')
    if (old.code !== newer.code) expect(await errorCode(await confirm(test, 'anna@demo.example', old.code!))).toBe('wrong-code')
    expect((await confirm(test, 'anna@demo.example', newer.code!)).status).toBe(200)
    expect(await errorCode(await confirm(test, 'anna@demo.example', newer.code!))).toBe('code-expired')
    const late = await askForCode(test, 'anna@demo.example')
    test.clock.now += 10 * 60_000
    expect(await errorCode(await confirm(test, 'anna@demo.example', late.code!))).toBe('code-expired')
  })

  it('gets one session and one account from one code, however often it arrives at once', async () => {
    const { code } = await askForCode(test, 'anna@demo.example')
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirm(test, 'anna@demo.example', code!)))
    expect(answers.filter(answer => answer.ok)).toHaveLength(1)
    expect(await test.installation.db.selectFrom('session').selectAll().execute()).toHaveLength(1)
    expect(await test.installation.db.selectFrom('account').selectAll().execute()).toHaveLength(1)
  })

  it('signs out: the session is gone from the server', async () => {
    const { cookie } = await signIn(test, 'anna@demo.example')
    const response = await test.request('/api/session', { method: 'DELETE', headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await whoAmI({ cookie })).toBeUndefined()
    expect(await test.installation.db.selectFrom('session').selectAll().execute()).toHaveLength(0)
  })

  it('stays signed in while the session is used, and not for ever without', async () => {
    const { cookie } = await signIn(test, 'anna@demo.example')
    for (let month = 0; month < 12; month++) {
      test.clock.now += 100 * 24 * 60 * 60_000
      expect(await whoAmI({ cookie })).toBeDefined()
    }
    test.clock.now += 181 * 24 * 60 * 60_000
    expect(await whoAmI({ cookie })).toBeUndefined()
  })

  it('leaves neither code nor token nor secret in the database', async () => {
    const guest = guestHeader(6)
    await sayHello(guest)
    const { cookie } = await signIn(test, 'anna@demo.example', { headers: guest.headers })
    const { code } = await askForCode(test, 'anna@demo.example')
    const { db } = test.installation
    const kept = JSON.stringify([
      await db.selectFrom('session').select('token_hash').execute(), await db.selectFrom('member').select('secret_hash').execute(),
      await db.selectFrom('sign_in_code').select(['code_hash']).execute(),
    ])
    for (const secret of [cookie.split('=')[1]!, guest.secret, `"${code}"`]) expect(kept).not.toContain(secret)
  })

  it('is not told more than so many codes in an hour, by address and by network', async () => {
    for (let asked = 0; asked < 12; asked++) await askForCode(test, 'anna@demo.example')
    const refused = await test.post('/api/session/code', { email: 'anna@demo.example', language: 'en' })
    expect([refused.status, await errorCode(refused)]).toEqual([429, 'too-many'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await test.post('/api/session/code', { email: 'boris@demo.example', language: 'en' })).status).toBe(200)
    test.clock.now += 2 * 60 * 60_000
    expect((await test.post('/api/session/code', { email: 'anna@demo.example', language: 'en' })).status).toBe(200)
  })

  it('cannot be guessed with ever new codes', async () => {
    let refused = 0
    for (let round = 0; round < 6; round++) {
      const { code } = await askForCode(test, 'anna@demo.example')
      for (let attempt = 0; attempt < 5; attempt++) {
        if ((await confirm(test, 'anna@demo.example', sixDigitsOtherThan(code!))).status === 429) refused++
      }
    }
    expect(refused).toBe(10)
    const { code } = await askForCode(test, 'anna@demo.example')
    expect((await confirm(test, 'anna@demo.example', code!)).status).toBe(429)
  })

  it('keeps the cookie from scripts and other sites', async () => {
    const { setCookie } = await signIn(test, 'anna@demo.example')
    expect(setCookie).toMatch(/^servus=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
  })

  it('reads no code in the answer of a real deployment', async () => {
    await test.drop()
    test = await openTestApp(kind, { isDemo: false, url: 'https://help.example.com', isSecure: true })
    const asked = await askForCode(test, 'anna@demo.example')
    expect(asked.code).toBeUndefined()
    await expect.poll(() => test.mails.length).toBe(1)
    const code = /\b\d{6}\b/.exec(test.mails[0]!.text)![0]
    expect(test.lines.join('')).not.toContain(code)
    const response = await confirm(test, 'anna@demo.example', code)
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-servus=[\w-]{43}; .*Path=\/.*; Secure$/)
    expect((await response.json() as ConfirmAnswer).kind).toBe('new')
  })
})
