import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { evolve } from '#domain/request/evolve.ts'
import type { Page, PullAnswer, PushAnswer } from '#protocol/messages.ts'
import type { MovedTo } from '#protocol/session.ts'
import { relayStaffFeeds } from '#server/sync/relay-staff-feeds.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDeskPerson, offerArgs } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { openShop, termsHash } from '../small-shop.ts'
import { confirmWith, codeFor } from './confirm-with.ts'

describeOnBoth('A guest who confirms a known address', kind => {
  let server: TestInstallation
  let member: Awaited<ReturnType<typeof confirmWith>>
  let people = 0
  const nameAs = (name: string) => `${name}${people}`
  const ada = () => `${nameAs('ada')}@example.com`
  const boris = () => `${nameAs('boris')}@example.com`
  beforeAll(async () => {
    server = await makeInstallation(kind)
    await openShop(server.installation)
  })
  beforeEach(async () => {
    people++
    // Each of them comes in an hour of their own.
    server.clock.now += 3_600_000
    member = await confirmWith(server, ada())
  })
  afterAll(() => server.stop())

  const join = (guest: Device) => confirmWith(server, ada(), { headers: guest.headers })
  const errorOf = async (answer: { status: number, body: { error?: { code: string, detail?: unknown } } }) => [answer.status, answer.body.error?.code, answer.body.error?.detail]

  async function asMember<Body>(path: string, body: unknown): Promise<{ status: number, body: Body }> {
    const response = await server.request(path, { method: 'POST', headers: { cookie: member.cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return { status: response.status, body: await response.json() as Body }
  }
  const scope = () => `r:${member.answer.member}`
  const pullAs = async (sender: string): Promise<PullAnswer & { page: Page }> => {
    const { body } = await asMember<PullAnswer>('/api/sync/pull', { sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: { [scope()]: 0 } })
    return { ...body, page: body.pages[0]! }
  }
  const rows = (page: Page, wanted: string) => page.puts.filter(put => put.kind === wanted).map(put => put.body)

  async function guestWithRequest(files?: Parameters<Device['command']>[1]) {
    const guest = makeDevice(server)
    await guest.hello()
    const requestId = randomUUID()
    const mids = [randomUUID(), randomUUID()]
    await guest.push(guest.command('submit', { requestId, args: needArgs(), mid: mids[0]!, ...files }), guest.command('postMessage', { requestId, args: { text: 'soon?' }, mid: mids[1]! }))
    return { guest, requestId, mids }
  }

  it('[S135] [S136] is moved into its account with requests, events and results; the member reads all of it, the guest\'s feed is gone', async () => {
    const { guest, requestId, mids } = await guestWithRequest()
    const { answer } = await join(guest)
    expect(answer).toMatchObject({ kind: 'moved', account: member.answer.account, member: member.answer.member })
    const { page, results } = await pullAs(guest.sender)
    const events = rows(page, 'event') as RequestEvent[]
    expect(events.map(event => event.mid)).toEqual(mids)
    expect(events.reduce<RequestRow | undefined>(evolve, undefined)).toEqual(rows(page, 'request')[0])
    expect(rows(page, 'me')).toEqual([expect.objectContaining({ aliases: [guest.member] })])
    expect(results.map(({ result }) => result)).toEqual([1, 2].map(event => ({ kind: 'applied', event, scopes: { [scope()]: page.next }, at: events[0]!.at })))
    const { db } = server.installation
    for (const table of ['request', 'event', 'sender', 'result', 'feed', 'feed_counter'] as const) {
      expect(await db.selectFrom(table).select('account_id').where('account_id', '=', guest.account).execute(), table).toEqual([])
    }
    expect((await (await makeDeskPerson(server, nameAs('Anna'), ['reception'])).open(requestId)).item).toMatchObject({ account: member.answer.account })
  })

  it('[S137] is answered `moved` with who it is now at hello, push, pull and upload', async () => {
    const { guest, requestId } = await guestWithRequest()
    await join(guest)
    const moved = [409, 'moved', { account: member.answer.account, member: member.answer.member }]
    expect(await errorOf(await guest.hello())).toEqual(moved)
    expect(await errorOf(await guest.push(guest.command('postMessage', { requestId, args: { text: 'late' } })))).toEqual(moved)
    expect(await errorOf(await guest.post('/api/sync/pull', { sender: guest.sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: {} }))).toEqual(moved)
    const upload = await server.request(`/api/files/${randomUUID()}`, { method: 'PUT', headers: guest.headers, body: 'x' })
    expect([upload.status, (await upload.json() as { error: { code: string } }).error.code]).toEqual([409, 'moved'])
    const wrong = makeDevice(server, { account: guest.account, member: guest.member, secret: '0'.repeat(64) })
    expect((await wrong.hello()).status).toBe(401)
  })

  it('[S135] goes on as the member under the same sender and numbers, and may agree now', async () => {
    const { guest, requestId } = await guestWithRequest()
    const desk = await makeDeskPerson(server, nameAs('Anna'), ['reception', 'manager'])
    await desk.act('take', requestId)
    await desk.act('propose', requestId, { args: offerArgs(server.clock.now + 864e5) })
    const choose = guest.command('chooseOption', { requestId, args: { optionId: 'repair', revision: 1 } })
    const agree = guest.command('agree', { requestId, args: { optionId: 'repair', revision: 1, total: 95_000, most: 95_000, termsHash, name: 'Ada' } })
    expect((await guest.push(choose)).status).toBe(200)
    await join(guest)
    const pushed = await asMember<PushAnswer>('/api/sync/push', { sender: guest.sender, epoch: server.installation.epoch, commands: [choose, agree] })
    expect(pushed.body.lines.map(line => line.status === 'later' ? 'later' : [line.status, line.result.kind])).toEqual([['already', 'applied'], ['done', 'applied']])
    expect((await desk.open(requestId)).item.request.state).toBe('agreed')
  })

  it('[S136] is still the writer of what it wrote as a guest', async () => {
    const { guest, requestId } = await guestWithRequest()
    await join(guest)
    const withdraw = guest.command('withdrawMessage', { requestId, args: { event: 2 } })
    const pushed = await asMember<PushAnswer>('/api/sync/push', { sender: guest.sender, epoch: server.installation.epoch, commands: [withdraw] })
    expect(pushed.body.lines[0]).toMatchObject({ status: 'done', result: { kind: 'applied' } })
  })

  it('[S135] takes its pictures along, those that were uploaded and those that are awaited', async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).jpeg().toBuffer()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const files = [randomUUID(), randomUUID()].map(id => ({ id, sha256, size: bytes.length, type: 'image/jpeg' as const }))
    const { guest } = await guestWithRequest({ files })
    const put = (id: string, headers: Record<string, string>) => server.request(`/api/files/${id}`, { method: 'PUT', headers, body: new Uint8Array(bytes) })
    expect((await put(files[0]!.id, guest.headers)).status).toBe(200)
    await join(guest)
    expect((await server.request(`/api/files/${files[0]!.id}`, { headers: { cookie: member.cookie } })).status).toBe(200)
    expect((await put(files[1]!.id, { cookie: member.cookie })).status).toBe(200)
    expect((await server.request(`/api/files/${files[1]!.id}?size=thumb`, { headers: { cookie: member.cookie } })).status).toBe(200)
  })

  it('[S111] [S128] [S135] is followed by the feed of who works for it and by what it had read, and known by its mids when results are gone', async () => {
    const { guest, requestId, mids } = await guestWithRequest()
    const anna = await makeDeskPerson(server, nameAs('Anna'), ['manager'])
    const viktor = await makeDeskPerson(server, nameAs('Viktor'), ['executor'])
    await anna.act('assign', requestId, { args: { staffId: viktor.id, name: viktor.name } })
    const ofStaff = async () => {
      await relayStaffFeeds(server.installation)
      const found = await server.installation.db.selectFrom('feed').select(['key', 'op']).where('account_id', '=', viktor.id).where('kind', '=', 'request').execute()
      return found.map(({ key, op }) => `${op} ${key}`).sort()
    }
    expect(await ofStaff()).toEqual([`put ${guest.account}/${requestId}`])
    await guest.post('/api/sync/marks', { marks: [{ requestId, upTo: 2 }] })
    await join(guest)
    expect(await ofStaff()).toEqual([`del ${guest.account}/${requestId}`, `put ${member.answer.account}/${requestId}`])
    expect(rows((await pullAs(guest.sender)).page, 'mark')).toEqual([{ requestId, upTo: 2 }])
    await server.installation.db.deleteFrom('result').where('account_id', '=', member.answer.account).execute()
    const again = guest.command('postMessage', { requestId, args: { text: 'soon?' }, mid: mids[1]! })
    const { body } = await asMember<PushAnswer>('/api/sync/push', { sender: randomUUID(), epoch: server.installation.epoch, commands: [{ ...again, seq: 1 }] })
    expect(body.lines[0]).toMatchObject({ status: 'already', result: { kind: 'applied', event: 2 } })
  })

  it('[S140] leaves behind, and names, a request whose id or file the account has used, and moves the rest', async () => {
    const first = await guestWithRequest()
    await join(first.guest)
    const second = await guestWithRequest()
    await second.guest.push(second.guest.command('submit', { requestId: first.requestId, args: needArgs() }))
    const { answer } = await join(second.guest)
    expect(answer).toMatchObject({ kind: 'moved', left: [first.requestId] })
    expect((rows((await pullAs(first.guest.sender)).page, 'request') as RequestRow[]).map(row => row.id).sort()).toEqual([first.requestId, second.requestId].sort())
  })

  it('[S139] twice, or once more after the answer was lost, changes nothing', async () => {
    const { guest } = await guestWithRequest()
    await join(guest)
    const before = (await pullAs(guest.sender)).page
    expect((await join(guest)).answer).toMatchObject({ kind: 'moved', member: member.answer.member })
    const again = await asMember('/api/session/guest', { account: guest.account, member: guest.member, secret: guest.secret })
    expect(again).toMatchObject({ status: 200, body: { member: member.answer.member, left: [] } })
    expect((await pullAs(guest.sender)).page).toEqual(before)
  })

  it('[S139] may be brought later by the member who is signed in, with the guest\'s own secret and never without', async () => {
    const { guest, requestId } = await guestWithRequest()
    const ids = { account: guest.account, member: guest.member }
    expect((await asMember('/api/session/guest', { ...ids, secret: '0'.repeat(64) })).status).toBe(403)
    const other = await confirmWith(server, boris())
    expect(await asMember('/api/session/guest', { ...ids, secret: guest.secret })).toMatchObject({ status: 200 })
    expect((rows((await pullAs(guest.sender)).page, 'request') as RequestRow[]).map(row => row.id)).toEqual([requestId])
    member = other
    expect(await asMember('/api/session/guest', { ...ids, secret: guest.secret })).toMatchObject({ status: 409, body: { error: { code: 'moved' } } })
  })

  it('[S138] is asked which account is meant where several know the address, by the same code', async () => {
    const other = await confirmWith(server, boris())
    const { db } = server.installation
    await db.insertInto('address').values({ email: ada(), account_id: other.answer.account, member_id: other.answer.member, confirmed_at: server.clock.now }).execute()
    const { guest } = await guestWithRequest()
    const code = await codeFor(server, ada())
    const asked = await confirmWith(server, ada(), { headers: guest.headers, code })
    expect([asked.answer.kind, asked.cookie, asked.answer.choices?.map(choice => choice.member).sort()])
      .toEqual(['which', '', [member.answer.member, other.answer.member].sort()])
    const foreign = await confirmWith(server, ada(), { headers: guest.headers, code, into: { account: guest.account, member: guest.member } })
    expect(foreign.status).toBe(400)
    const into = { account: other.answer.account, member: other.answer.member }
    expect((await confirmWith(server, ada(), { headers: guest.headers, code, into })).answer).toMatchObject({ kind: 'moved', ...into })
  })

  it('[S145] whom a restored server does not know brings back the account that the device offers, and is moved into it; never one that exists or was erased', async () => {
    const [lost, gone, back] = [1, 2, 3].map(() => ({ account: randomUUID(), member: randomUUID() })) as [MovedTo, MovedTo, MovedTo]
    expect((await confirmWith(server, boris(), { offers: lost })).answer).toMatchObject({ kind: 'new', ...lost })
    expect((await confirmWith(server, `1${boris()}`, { offers: lost })).answer.account).not.toBe(lost.account)
    await server.installation.db.insertInto('erasure').values({ account_id: gone.account, member_id: '', at: server.clock.now }).execute()
    expect((await confirmWith(server, `2${boris()}`, { offers: gone })).answer.account).not.toBe(gone.account)
    const { guest, requestId } = await guestWithRequest()
    expect((await confirmWith(server, `3${boris()}`, { headers: guest.headers, offers: back })).answer).toMatchObject({ kind: 'moved', ...back })
    expect(await server.installation.db.selectFrom('request').select('account_id').where('id', '=', requestId).execute()).toEqual([{ account_id: back.account }])
  })

  it('[S135] while another tab pushes: each command took effect once, in one of both accounts and never in the one that is gone', async () => {
    const { guest, requestId } = await guestWithRequest()
    const commands = Array.from({ length: 12 }, (_, index) => guest.command('postMessage', { requestId, args: { text: `${index}` } }))
    const code = await codeFor(server, ada())
    const [pushed] = await Promise.all([guest.push(...commands), confirmWith(server, ada(), { headers: guest.headers, code })])
    expect([200, 409]).toContain(pushed.status)
    const left = await asMember<PushAnswer>('/api/sync/push', { sender: guest.sender, epoch: server.installation.epoch, commands })
    expect(left.body.lines.every(line => line.status !== 'later' && line.result.kind === 'applied')).toBe(true)
    const texts = (rows((await pullAs(guest.sender)).page, 'event') as RequestEvent[]).flatMap(({ body }) => body.type === 'messagePosted' ? [body.text] : [])
    expect(texts).toEqual(['soon?', ...commands.map((_, index) => `${index}`)])
    expect(await server.installation.db.selectFrom('event').select('mid').where('account_id', '=', guest.account).execute()).toEqual([])
  })

  it('[S22] stays beside the member where its device speaks version 1', async () => {
    const { guest, requestId } = await guestWithRequest()
    const headers = { ...guest.headers, 'servus-protocol': 'servus-sync/1' }
    const { answer } = await confirmWith(server, ada(), { headers })
    expect(answer.kind).toBe('known')
    expect((await guest.push(guest.command('postMessage', { requestId, args: { text: 'on' } }))).status).toBe(200)
  })
})
