import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DeskSession } from '#protocol/desk.ts'
import { addDemoStaff, demoAddresses } from '#server/identity/demo-staff.ts'
import { describeOnBoth } from '../databases.ts'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { askForCode, confirm, signIn } from './sign-in-as.ts'

describeOnBoth('Staff who sign in', kind => {
  let test: TestApp
  beforeEach(async () => {
    test = await openTestApp(kind)
    await addDemoStaff(test.installation.db, 'sv', 0)
  })
  afterEach(() => test.drop())

  const session = async (headers: Record<string, string>) => (await (await test.request('/api/desk/session', { headers })).json()) as DeskSession

  it.each(demoAddresses)('$email is $name', async ({ email, name, roles }) => {
    const { cookie } = await signIn(test, email, { at: 'desk' })
    expect((await session({ cookie })).staff).toMatchObject({ email, name, roles: [...roles], language: 'en' })
  })

  it('are made once, however often the demo starts', async () => {
    await addDemoStaff(test.installation.db, 'sv', 1)
    expect(await test.installation.db.selectFrom('staff').selectAll().execute()).toHaveLength(demoAddresses.length)
  })

  it('who are not staff are answered alike and never get in', async () => {
    await test.drop()
    test = await openTestApp(kind, { isDemo: false })
    await addDemoStaff(test.installation.db, 'sv', 0)
    const [real, none] = [await askForCode(test, 'all@demo.example', { at: 'desk' }), await askForCode(test, 'client@demo.example', { at: 'desk' })]
    expect({ ...real, sentTo: '' }).toEqual({ ...none, sentTo: '' })
    await expect.poll(() => test.mails.map(mail => mail.to)).toEqual(['all@demo.example'])
    for (const email of ['all@demo.example', 'client@demo.example']) {
      const code = /\b\d{6}\b/.exec(test.mails[0]!.text)![0] === '123456' ? '654321' : '123456'
      const response = await confirm(test, email, code, { at: 'desk' })
      expect(await response.json()).toMatchObject({ error: { code: 'wrong-code' } })
    }
  })

  it('have a session apart from the client\'s, also in one browser', async () => {
    const desk = await signIn(test, 'all@demo.example', { at: 'desk' })
    const client = await signIn(test, 'all@demo.example')
    expect(desk.cookie.split('=')[0]).not.toBe(client.cookie.split('=')[0])
    const asDesk = client.cookie.replace(/^servus=/, 'servus-desk=')
    expect((await session({ cookie: asDesk })).staff).toBeUndefined()
    const asClient = desk.cookie.replace(/^servus-desk=/, 'servus=')
    expect(await (await test.request('/api/session', { headers: { cookie: asClient } })).json()).not.toHaveProperty('member')
  })

  it('cannot use a client\'s code at the desk', async () => {
    const { code } = await askForCode(test, 'all@demo.example')
    expect((await confirm(test, 'all@demo.example', code!, { at: 'desk' })).status).toBe(400)
  })

  it('are out as soon as they are no longer staff', async () => {
    const { cookie } = await signIn(test, 'executor@demo.example', { at: 'desk' })
    await test.installation.db.deleteFrom('staff').where('email', '=', 'executor@demo.example').execute()
    expect((await test.request('/api/desk/requests', { headers: { cookie } })).status).toBe(401)
  })
})
