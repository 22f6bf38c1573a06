import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requestNumber } from '#domain/ids.ts'
import { deskPageSize } from '#server/requests/desk-repository.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson, offerArgs } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, startOfTests, type TestInstallation } from '../make-installation.ts'

const validUntil = startOfTests + 86_400_000

describeOnBoth('The desk', kind => {
  let server: TestInstallation
  let client: Device
  let alex: DeskPerson
  let support: DeskPerson
  beforeAll(async () => {
    server = await makeInstallation(kind)
    client = makeDevice(server)
    await client.hello()
    alex = await makeDeskPerson(server, 'Alex', ['reception', 'executor', 'support', 'manager'])
    support = await makeDeskPerson(server, 'Maja', ['support'])
  })
  afterAll(() => server.stop())

  async function submitted(more: Record<string, unknown> = {}, device = client): Promise<string> {
    const requestId = randomUUID()
    server.clock.now += 1_000
    await device.push(device.command('submit', { requestId, args: needArgs(more) }))
    return requestId
  }

  it('takes a request on, and the client reads of it at the next pull', async () => {
    const requestId = await submitted()
    expect(await alex.act('take', requestId)).toMatchObject({ status: 'applied', event: 2 })
    expect(await alex.act('propose', requestId, { args: offerArgs(validUntil) })).toMatchObject({ status: 'applied', event: 3 })
    const { puts } = await client.pullAll()
    expect(puts.find(put => put.key === requestId)?.body).toMatchObject({ state: 'offered', lastEvent: 3 })
    expect(puts.find(put => put.key === `${requestId}/00000003`)?.body).toMatchObject({ by: { kind: 'staff', id: alex.id, name: 'Alex' } })
  })

  it('[S78] answers a command sent twice as done already, and does it once', async () => {
    const requestId = await submitted()
    const parts = { mid: randomUUID(), args: { text: 'We call you tomorrow.' } }
    const answers = [...await Promise.all([1, 2].map(() => alex.give('postMessage', requestId, parts))), await alex.give('postMessage', requestId, parts)]
    expect(answers.map(answer => answer.body).map(body => 'status' in body && body.status).sort()).toEqual(['already', 'already', 'applied'])
    expect((await alex.open(requestId)).events).toHaveLength(2)
  })

  it('[S79] [S80] [S81] answers a stale change of state with the newer state and does nothing, but lets people talk', async () => {
    const requestId = await submitted()
    await client.push(client.command('postMessage', { requestId, args: { text: 'One more thing' } }))
    const parts = { mid: randomUUID(), expectedVersion: 1 }
    const { body } = await alex.give('take', requestId, parts)
    expect(body).toMatchObject({ status: 'conflict', request: { id: requestId, lastEvent: 2, state: 'submitted' } })
    expect((await alex.open(requestId)).item.request.state).toBe('submitted')
    expect((await alex.give('postMessage', requestId, { args: { text: 'Noted' }, expectedVersion: 1 })).body).toMatchObject({ status: 'applied' })
    expect((await alex.give('take', requestId, { ...parts, expectedVersion: 3 })).body).toMatchObject({ status: 'applied' })
    const missing = await alex.give('decline', requestId, { args: { reason: 'No' } })
    expect([missing.status, missing.body.error?.issues]).toEqual([400, [{ field: 'expectedVersion', problem: 'is needed' }]])
  })

  it('[S79] lets only one of two take the same step', async () => {
    const requestId = await submitted()
    const answers = await Promise.all([alex, support].map(person => person.give('take', requestId, { expectedVersion: 1 })))
    expect(answers.map(answer => 'status' in answer.body && answer.body.status).toSorted()).toEqual(['applied', 'conflict'])
  })

  it('[S81] [S82] refuses what a role may not do, and keeps no trace of it', async () => {
    const requestId = await submitted()
    expect(await support.act('decline', requestId, { args: { reason: 'No time' } })).toMatchObject({ status: 'rejected', rejection: { code: 'not-allowed-for-you' } })
    expect(await alex.act('decline', requestId, { args: { reason: '' } })).toMatchObject({ status: 'rejected', rejection: { code: 'invalid', params: { field: 'reason' } } })
    expect((await alex.open(requestId)).events).toHaveLength(1)
    expect((await alex.give('take', randomUUID(), { expectedVersion: 1 })).status).toBe(404)
  })

  it('[S51] keeps its own stream from the client: who has it, how urgent, what staff note', async () => {
    const requestId = await submitted()
    const before = (await client.pullAll()).next
    await alex.give('note', requestId, { args: { text: 'Has a dog' } })
    await alex.give('setPriority', requestId, { args: { priority: 'high' } })
    expect((await client.pullAll()).next).toBe(before)
    await alex.give('assign', requestId, { args: { staffId: support.id, name: 'Somebody else' } })
    const changes = await client.pullAll(before)
    expect(changes.puts.map(put => [put.kind, (put.body as { body?: unknown }).body])).toEqual([
      ['event', { type: 'executorNamed', staffId: support.id, name: 'Maja' }], ['request', undefined],
    ])
    const { item, events } = await alex.open(requestId)
    expect(item).toMatchObject({ priority: 'high', assignedTo: { id: support.id, name: 'Maja' }, isGuest: true })
    expect(events.map(event => `${event.stream} ${event.number} ${event.body.type}`))
      .toEqual(['shared 1 submitted', 'desk 1 noted', 'desk 2 prioritySet', 'desk 3 assigned', 'shared 2 executorNamed'])
    expect(await alex.act('assign', requestId, { args: { staffId: randomUUID(), name: 'Nobody' } })).toMatchObject({ status: 'rejected', rejection: { code: 'invalid', params: { field: 'staffId' } } })
    expect((await support.list('?view=mine')).items.map(each => each.request.id)).toEqual([requestId])
  })

  it('[S84] records a client\'s spoken yes as such', async () => {
    const requestId = await submitted()
    await alex.act('propose', requestId, { args: offerArgs(validUntil) })
    const via = { channel: 'phone' as const, at: startOfTests }
    expect(await alex.act('chooseOption', requestId, { args: { optionId: 'repair', revision: 1 } })).toMatchObject({ rejection: { code: 'not-allowed-for-you' } })
    expect(await alex.act('chooseOption', requestId, { args: { optionId: 'repair', revision: 1 }, via })).toMatchObject({ status: 'applied' })
    expect((await alex.open(requestId)).item.request).toMatchObject({ state: 'agreeing', recorded: [3] })
  })

  it('[S83] tells two accounts apart that use one id', async () => {
    const other = makeDevice(server)
    await other.hello()
    const requestId = await submitted()
    server.clock.now += 1_000
    await other.push(other.command('submit', { requestId, args: needArgs({ title: 'Theirs' }) }))
    const titleOf = async (query: string) => (await alex.get<{ item: { request: { title: string } } }>(`/api/desk/requests/${requestId}${query}`)).body.item.request.title
    expect([await titleOf(''), await titleOf(`?account=${client.account}`), await titleOf(`?account=${other.account}`)]).toEqual(['It does not drain', 'It does not drain', 'Theirs'])
    await alex.give('postMessage', requestId, { account: other.account, args: { text: 'For you' } })
    expect((await other.pullAll()).puts.find(put => put.key === requestId)?.body).toMatchObject({ lastEvent: 2 })
    expect((await client.pullAll()).puts.find(put => put.key === requestId)?.body).toMatchObject({ lastEvent: 1 })
  })

  it('[S82] submits for a client who is known, and for nobody else', async () => {
    const requestId = randomUUID()
    const submit = (account?: string) => alex.give('submit', requestId, { args: needArgs({ title: 'By phone' }), ...(account ? { account } : {}) })
    expect((await submit()).status).toBe(404)
    expect((await submit(randomUUID())).status).toBe(404)
    expect((await submit(client.account)).body).toMatchObject({ status: 'applied', event: 1 })
    expect((await client.pullAll()).puts.find(put => put.key === requestId)?.body).toMatchObject({ title: 'By phone', createdBy: { kind: 'staff' } })
  })
})

describeOnBoth('The desk\'s lists', kind => {
  let server: TestInstallation
  let client: Device
  let alex: DeskPerson
  const ids: string[] = []
  beforeAll(async () => {
    server = await makeInstallation(kind)
    client = makeDevice(server)
    await client.hello()
    alex = await makeDeskPerson(server, 'Alex', ['reception', 'manager'])
    for (let index = 0; index < deskPageSize + 12; index++) {
      // Several share one moment: the order must hold all the same.
      if (index % 5 === 0) server.clock.now += 1_000
      const requestId = randomUUID()
      ids.push(requestId)
      await client.push(client.command('submit', { requestId, args: needArgs({ title: index === 3 ? 'Ёлка 100 % _kaputt_' : `Number ${index}` }) }))
    }
  })
  afterAll(() => server.stop())

  it('[S85] go on behind the last item, without losing or doubling one', async () => {
    const first = await alex.list()
    expect([first.items.length, first.counts]).toEqual([deskPageSize, { forUs: 62, byDeadline: 0, unassigned: 62, mine: 0, remarks: 0, forClient: 0, all: 62, ended: 0 }])
    const rest = await alex.list(`?after=${first.next}`)
    expect(rest.next).toBeUndefined()
    const listed = [...first.items, ...rest.items].map(item => item.request.id)
    expect(listed.toSorted()).toEqual(ids.toSorted())
    const times = [...first.items, ...rest.items].map(item => item.request.updatedAt)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  it('find by words in any script and by number; signs of the search language are plain signs', async () => {
    const found = async (search: string) => (await alex.list(`?view=all&search=${encodeURIComponent(search)}`)).items.map(item => item.request.id)
    const number = requestNumber(ids[3]!)
    for (const search of ['елка', 'ЁЛКА', '100 %', '_kaputt_', number, number.replace('-', '').toLowerCase()]) expect(await found(search), search).toEqual([ids[3]])
    expect(await found('lkj%xyzz')).toEqual([])
    expect(await found('\\')).toEqual([])
    expect(await found('number client')).toHaveLength(deskPageSize)
  })

  it('show whose turn it is, and what is over', async () => {
    await alex.act('ask', ids[0]!, { args: { text: 'Which model?' } })
    await alex.act('decline', ids[1]!, { args: { reason: 'We do not repair these' } })
    const idsOf = async (query: string) => (await alex.list(query)).items.map(item => item.request.id)
    expect(await idsOf('?view=forClient')).toEqual([ids[0]])
    expect(await idsOf('?view=ended')).toEqual([ids[1]])
    expect(await idsOf('?view=all&state=clarifying')).toEqual([ids[0]])
    expect((await alex.list()).counts).toEqual({ forUs: 60, byDeadline: 0, unassigned: 60, mine: 0, remarks: 0, forClient: 1, all: 61, ended: 1 })
    expect((await alex.get('/api/desk/requests?view=everything')).status).toBe(400)
    expect((await alex.get('/api/desk/requests?sort=body')).status).toBe(400)
  })
})
