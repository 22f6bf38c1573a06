// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentReader, ensureReader, visibleReaders } from '#local/device.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import ConfirmAddress from '../../../src/portal/session/ConfirmAddress.vue'
import { buttonNamed, close, emptyDevice, open, until, type Shown } from '../device-page.ts'

type Answer = { status: number, body: object } | 'offline'
type Sent = { path: string, headers: Headers, credentials: string | undefined, body: Record<string, unknown> }

const realFetch = globalThis.fetch
let shown: Shown
let sent: Sent[]

/** The line to the server, with these answers in their order. */
function answerWith(...answers: Answer[]) {
  sent = []
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    sent.push({ path, headers: new Headers(init.headers), credentials: init.credentials, body: JSON.parse(String(init.body)) as Record<string, unknown> })
    const answer = answers.shift()
    if (answer === undefined || answer === 'offline') throw new TypeError('Failed to fetch')
    const headers = { [protocolHeader]: protocolName, 'content-type': 'application/json', 'retry-after': '120' }
    return new Response(JSON.stringify({ protocol: protocolName, ...answer.body }), { status: answer.status, headers })
  }) as typeof fetch
}
const refusal = (status: number, code: string): Answer => ({ status, body: { error: { code } } })
const asked = (more: object = {}): Answer => ({ status: 200, body: { sentTo: 'eva@example.com', expiresAt: Date.now() + 600_000, ...more } })
const confirmed = (kind: string, member: string): Answer =>
  ({ status: 200, body: { kind, account: '00000000-0000-4000-8000-00000000000a', member, name: 'Eva', email: 'eva@example.com' } })

const somebody = '00000000-0000-4000-8000-00000000000b'
const openPart = async () => (shown = await open(ConfirmAddress, '/account', '/account')).page
const submit = () => shown.page.find('form').trigger('submit')
const says = (words: string) => until(() => shown.page.text().includes(words), words)
async function askFor(email: string) {
  await shown.page.find('[name="email"]').setValue(email)
  await submit()
}

beforeEach(emptyDevice)
afterEach(async () => {
  await close(shown)
  globalThis.fetch = realFetch
})

describe('confirming an address', () => {
  it('asks nothing of the server while the address cannot be one', async () => {
    answerWith()
    await openPart()
    await askFor('eva@')
    await says('Write an e-mail address')
    expect(sent).toEqual([])
  })

  it('says that it is offline, and keeps what was typed', async () => {
    answerWith('offline')
    const page = await openPart()
    await askFor('eva@example.com')
    await says('A code needs a network')
    expect(page.find<HTMLInputElement>('[name="email"]').element.value).toBe('eva@example.com')
  })

  it('tells a wrong code, one that is too old and too many tries apart, and keeps the digits', async () => {
    answerWith(asked(), refusal(400, 'wrong-code'), refusal(400, 'code-expired'), refusal(429, 'too-many'))
    const page = await openPart()
    await askFor('eva@example.com')
    await says('We have sent a code to eva@example.com')
    const field = page.find<HTMLInputElement>('[name="code"]')
    expect(field.attributes('autocomplete')).toBe('one-time-code')
    await field.setValue('12')
    await submit()
    await says('A code has six digits')
    await field.setValue('123 456')
    await submit()
    await says('This is not the code')
    await submit()
    await says('This code no longer works')
    await submit()
    await says('That was a lot of tries')
    expect(field.element.value).toBe('123 456')
    expect(sent.map(({ path }) => path)).toEqual(['/api/session/code', '/api/session', '/api/session', '/api/session'])
  })

  it('shows the demo\'s code and fills it in', async () => {
    answerWith(asked({ code: '424242' }), confirmed('new', somebody))
    const page = await openPart()
    await askFor('eva@example.com')
    await says('Demo: your code is 424242')
    await buttonNamed(page, 'Fill it in').trigger('click')
    await submit()
    await says('You are signed in')
    expect(sent[1]!.body).toMatchObject({ email: 'eva@example.com', code: '424242', language: 'en' })
  })

  it('lets the guest of this device become the member, by the guest\'s own secret', async () => {
    const guest = await ensureReader(Date.now())
    answerWith(asked(), confirmed('same', guest.id))
    const page = await openPart()
    await askFor('eva@example.com')
    await says('We have sent')
    await page.find('[name="code"]').setValue('123456')
    await submit()
    await says('Your address is confirmed')
    expect(sent[1]!.headers.get('authorization')).toBe(`Guest ${guest.account}.${guest.id}.${guest.secret}`)
    expect(sent[1]!.credentials).toBe('same-origin')
    expect(await currentReader()).toMatchObject({ id: guest.id, kind: 'member', email: 'eva@example.com' })
  })

  it('[S138] asks which account is meant where several know the address, moves the guest there, and then lets the page go on', async () => {
    await ensureReader(Date.now())
    const choices = ['Eva', 'Eva at work'].map((name, index) => ({ account: `a${index}`, member: somebody, name, requests: index + 1 }))
    answerWith(asked(), { status: 200, body: { kind: 'which', email: 'eva@example.com', choices } }, confirmed('moved', somebody))
    const page = await openPart()
    await askFor('eva@example.com')
    await says('We have sent')
    await page.find('[name="code"]').setValue('123456')
    await submit()
    await says('Which one do you mean?')
    await buttonNamed(page, 'Eva at work, 2 requests').trigger('click')
    await says('is in your account now')
    expect(sent[2]!.body).toMatchObject({ code: '123456', into: { account: 'a1', member: somebody } })
    expect((await visibleReaders()).map(({ id }) => id)).toEqual([somebody])
    await buttonNamed(page, 'Continue').trigger('click')
    expect(page.findComponent(ConfirmAddress).emitted('done')).toEqual([['moved']])
  })
})
