import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DeskClients, DeskPresence, ReadyAnswers } from '#protocol/desk.ts'
import { keepDeadlines } from '#server/jobs/keep-deadlines.ts'
import { presentMs } from '#server/requests/presence.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { openShop, service } from '../small-shop.ts'

const allDay = ['00:00-24:00']
const hours = { timeZone: 'Europe/Stockholm', hours: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay }, closures: [] }

describeOnBoth('The counter', kind => {
  let server: TestInstallation
  let client: Device
  let anna: DeskPerson
  let viktor: DeskPerson
  beforeAll(async () => {
    server = await makeInstallation(kind)
    await openShop(server.installation)
    await server.installation.database.transaction(trx => writePublicRows(trx, 'pub', [
      { kind: 'business', key: 'shop', body: { priceList: { id: 'now', validFrom: '2026-11-01', graceDays: 14 }, terms: 'terms-1', ...hours } },
    ]))
    await server.installation.database.transaction(trx => writePublicRows(trx, 'pub:sv', [{ kind: 'terms', key: 'terms', body: { id: 'terms-1', hash: 'b'.repeat(64), title: 'Villkor', version: '1', language: 'sv' } }]))
    client = makeDevice(server)
    await client.hello()
    anna = await makeDeskPerson(server, 'Anna', ['reception'])
    viktor = await makeDeskPerson(server, 'Viktor', ['executor'])
  })
  afterAll(() => server.stop())

  const found = async (search: string) => (await anna.get<DeskClients>(`/api/desk/clients?search=${encodeURIComponent(search)}`)).body.clients
  const takeIn = (contact: Record<string, string>, more: Record<string, unknown> = {}) => {
    const [requestId, account, member] = [randomUUID(), randomUUID(), randomUUID()]
    return { requestId, account, give: () => anna.give('submit', requestId, { account, newClient: { member }, args: needArgs({ contact, ...more }) }) }
  }

  it('[S82] takes in a request of somebody new, who is then found by phone number however it is written, by name and by e-mail', async () => {
    const call = takeIn({ name: 'Жанна Ёлкина', phone: '+46 70-123 45 67', email: 'zhanna@example.com' })
    expect((await call.give()).body).toMatchObject({ status: 'applied' })
    for (const search of ['0701234567', '+46701234567', '070-123 45 67', '4567', 'елкина', 'жанна ёл', 'ZHANNA@example']) {
      expect((await found(search)).map(one => one.account), search).toEqual([call.account])
    }
    expect(await found('0701234568')).toEqual([])
    expect(await found('жанна ек')).toEqual([])
    const [card] = await found('4567')
    expect(card).toMatchObject({ contact: { name: 'Жанна Ёлкина', phone: '+46 70-123 45 67' }, isConfirmed: false, requestCount: 1, last: { id: call.requestId } })
    expect((await anna.open(call.requestId)).item).toMatchObject({ account: call.account, isGuest: true, request: { createdBy: { kind: 'staff', name: 'Anna' } } })
  })

  it('makes one account and one request where the answer was lost and it is sent again', async () => {
    const [requestId, account, mid] = [randomUUID(), randomUUID(), randomUUID()]
    const give = () => anna.give('submit', requestId, { account, mid, newClient: { member: randomUUID() }, args: needArgs({ contact: { name: 'Twice Told' } }) })
    expect((await Promise.all([give(), give()])).map(answer => 'status' in answer.body && answer.body.status).sort()).toEqual(['already', 'applied'])
    expect((await found('twice told')).map(one => one.requestCount)).toEqual([1])
  })

  it('leaves no account behind where the request is refused', async () => {
    const call = takeIn({ name: 'Refused Person' }, { serviceId: 'no-such-service' })
    expect((await call.give()).body).toMatchObject({ status: 'rejected', rejection: { code: 'no-such-service' } })
    expect(await server.installation.db.selectFrom('account').select('id').where('id', '=', call.account).execute()).toEqual([])
    expect((await viktor.give('submit', randomUUID(), { account: randomUUID(), newClient: { member: randomUUID() }, args: needArgs() })).body).toMatchObject({ status: 'rejected', rejection: { code: 'not-allowed-for-you' } })
  })

  it('lists by deadline what was promised, nearest first, and what nobody has', async () => {
    const submit = async (more: Record<string, unknown>) => {
      const requestId = randomUUID()
      server.clock.now += 60_000
      await client.push(client.command('submit', { requestId, args: needArgs(more) }))
      return requestId
    }
    const promised = { serviceId: service.id }
    const [first, unpromised, second] = [await submit(promised), await submit({}), await submit(promised)]
    const idsOf = async (view: string) => (await anna.list(`?view=${view}`)).items.map(item => item.request.id)
    expect(await idsOf('byDeadline')).toEqual([first, second])
    expect(await idsOf('unassigned')).toEqual(expect.arrayContaining([first, unpromised, second]))
    await anna.act('assign', first, { args: { staffId: viktor.id, name: 'Viktor' } })
    expect(await idsOf('unassigned')).not.toContain(first)
    const { items, counts } = await anna.list('?view=byDeadline')
    expect(items[0]!.dueAt).toBeGreaterThan(server.clock.now)
    expect(counts.byDeadline).toBe(2)
    await anna.act('take', second)
    expect((await anna.list('?view=byDeadline')).items.find(item => item.request.id === second)!.dueAt).toBeGreaterThan(items[1]!.dueAt!)
  })

  it('works deadlines out anew where the hours have changed, and leaves none where nothing is promised', async () => {
    const requestId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs({ serviceId: service.id }) }))
    const dueOf = async () => (await server.installation.db.selectFrom('request').select('due_at').where('id', '=', requestId).executeTakeFirstOrThrow()).due_at
    const promised = await dueOf()
    await server.installation.db.updateTable('request').set({ due_at: null }).where('id', '=', requestId).execute()
    await keepDeadlines(server.installation, () => false)
    expect([await dueOf(), promised !== null]).toEqual([promised, true])
    await anna.act('ask', requestId, { args: { text: 'Which model?' } })
    expect(await dueOf()).toBeNull()
  })

  it('lists remarks until they are answered', async () => {
    const requestId = randomUUID()
    const remarkId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs() }))
    await client.push(client.command('remark', { requestId, args: { id: remarkId, kind: 'complaint', text: 'Nobody came' } }))
    expect((await anna.list('?view=remarks')).items.map(item => item.request.id)).toEqual([requestId])
    expect((await anna.list()).counts.remarks).toBe(1)
    await anna.act('answerRemark', requestId, { args: { remarkId, text: 'We are sorry.' } })
    expect((await anna.list('?view=remarks')).items).toEqual([])
  })

  it('tells two people who have one request open of each other, until one has gone', async () => {
    const requestId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs() }))
    const say = async (person: DeskPerson, isOpen = true) => {
      const response = await server.request('/api/desk/presence', {
        method: 'POST', headers: { ...person.headers, 'content-type': 'application/json' }, body: JSON.stringify({ account: client.account, requestId, isOpen }),
      })
      return (await response.json() as DeskPresence).others.map(({ name }) => name)
    }
    expect(await say(anna)).toEqual([])
    expect(await say(viktor)).toEqual(['Anna'])
    expect(await say(anna)).toEqual(['Viktor'])
    await say(viktor, false)
    expect(await say(anna)).toEqual([])
    await say(viktor)
    server.clock.now += presentMs + 1
    expect(await say(anna)).toEqual([])
  })

  it('carries the terms in force, in the client\'s language where they are written in it', async () => {
    const requestId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs({ language: 'sv' }) }))
    expect((await anna.open(requestId)).terms).toEqual({ hash: 'b'.repeat(64), title: 'Villkor', version: '1', language: 'sv' })
  })

  it('keeps ready answers, changes and drops them', async () => {
    const id = randomUUID()
    const call = (method: string, path: string, body?: unknown) =>
      server.request(path, { method, headers: { ...anna.headers, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
    const titles = async () => ((await (await call('GET', '/api/desk/answers')).json()) as ReadyAnswers).answers.map(answer => answer.title)
    const answer = { language: 'sv', title: 'Öppettider', text: 'Vi har öppet 8 till 18.' }
    expect((await call('PUT', `/api/desk/answers/${id}`, answer)).status).toBe(200)
    await call('PUT', `/api/desk/answers/${id}`, { ...answer, title: 'När vi har öppet' })
    expect(await titles()).toEqual(['När vi har öppet'])
    expect((await call('PUT', `/api/desk/answers/${id}`, { ...answer, text: ' ' })).status).toBe(400)
    expect((await call('PUT', '/api/desk/answers/mine', answer)).status).toBe(404)
    await call('DELETE', `/api/desk/answers/${id}`)
    expect(await titles()).toEqual([])
  })
})
