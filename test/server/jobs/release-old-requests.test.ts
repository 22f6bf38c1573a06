import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { fold } from '#domain/request/evolve.ts'
import type { Page, ReadRequestAnswer } from '#protocol/messages.ts'
import { releaseOldRequests } from '#server/jobs/release-old-requests.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDeskPerson } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const twoYearsMs = 2 * 366 * 24 * 60 * 60 * 1000

describeOnBoth('Requests that have been over for long', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  const release = () => releaseOldRequests(server.installation, () => false)
  const refused = async () => {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }), device.command('postMessage', { requestId, args: { text: 'Well?' } }))
    const anna = await makeDeskPerson(server, `Anna-${requestId.slice(0, 8)}`, ['reception'])
    await anna.act('note', requestId, { args: { text: 'Not for clients' } })
    expect(await anna.act('decline', requestId, { args: { reason: 'Too far away' } })).toMatchObject({ status: 'applied' })
    return { device, requestId }
  }
  const keysOf = (rows: readonly { kind: string, key: string }[], requestId: string) => rows.filter(row => row.key.startsWith(requestId)).map(row => row.kind).sort()
  const read = async (device: Device, id: string) => {
    const response = await server.request(`/api/requests/${id}`, { headers: device.headers })
    return { status: response.status, body: await response.json() as ReadRequestAnswer }
  }

  it('[S121] leave their readers\' feeds, and not before their time', async () => {
    const { device, requestId } = await refused()
    const before: Page = await device.pullAll()
    await release()
    expect((await device.pullAll(before.next)).dels).toEqual([])
    server.clock.now += twoYearsMs
    await release()
    const after = await device.pullAll(before.next)
    expect(keysOf(after.dels, requestId)).toEqual(['event', 'event', 'event', 'request'])
    expect((await device.pullAll()).puts.map(put => put.kind)).toEqual(['me'])
    await release()
    expect((await device.pullAll()).next).toBe(after.next)
  })

  it('[S122] are read from the server by their own account, without what is the desk\'s', async () => {
    const { device, requestId } = await refused()
    server.clock.now += twoYearsMs
    await release()
    const { body } = await read(device, requestId)
    expect(body.request).toEqual(fold(body.events))
    expect(body.events.map((event: RequestEvent) => event.stream)).toEqual(['shared', 'shared', 'shared'])
    expect(JSON.stringify(body)).not.toContain('Not for clients')
    const stranger = makeDevice(server)
    await stranger.hello()
    const [foreign, missing, wrong] = [await read(stranger, requestId), await read(stranger, randomUUID()), await read(stranger, 'nonsense')]
    expect(foreign.status).toBe(404)
    expect([missing, wrong]).toEqual([foreign, foreign])
  })

  it('[S121] come back whole where something is written on them', async () => {
    const { device, requestId } = await refused()
    server.clock.now += twoYearsMs
    await release()
    const { next } = await device.pullAll()
    const olga = await makeDeskPerson(server, 'Olga', ['reception'])
    expect(await olga.act('postMessage', requestId, { args: { text: 'We can after all' } })).toMatchObject({ status: 'applied' })
    const { puts } = await device.pullAll(next)
    expect(keysOf(puts, requestId)).toEqual(['event', 'event', 'event', 'event', 'request'])
    expect(puts.find(put => put.kind === 'request')?.body).toEqual(fold(puts.filter(put => put.kind === 'event').map(put => put.body as RequestEvent)))
    await release()
    expect((await device.pullAll(next)).dels).toEqual([])
  })
})
