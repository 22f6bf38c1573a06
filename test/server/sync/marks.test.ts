import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MarksAnswer, PullAnswer } from '#protocol/messages.ts'
import { changeHash, emptyHash, rowHash } from '#server/sync/content-hash.ts'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('Read marks and preferences', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  async function newDevice() {
    const device = makeDevice(server)
    await device.hello()
    return device
  }
  const keep = (device: Device, body: unknown) => device.post<MarksAnswer>('/api/sync/marks', body)
  const rowsOf = async (device: Device, kind: string) => (await device.pullAll()).puts.filter(put => put.kind === kind).map(put => put.body)
  async function submitted(device: Device, messages = 4) {
    const requestId = randomUUID()
    await device.push(
      device.command('submit', { requestId, args: needArgs() }),
      ...Array.from({ length: messages }, () => device.command('postMessage', { requestId, args: { text: 'More' } })),
    )
    return requestId
  }

  it('[S125] reach the reader\'s other device, never go back, and never beyond what is there', async () => {
    const device = await newDevice()
    const twin = makeDevice(server, device)
    const requestId = await submitted(device)
    const { body } = await keep(device, { marks: [{ requestId, upTo: 3 }] })
    expect(body).toMatchObject({ scope: device.scope, version: (await twin.pullAll()).next })
    await keep(twin, { marks: [{ requestId, upTo: 2 }] })
    expect(await rowsOf(twin, 'mark')).toEqual([{ requestId, upTo: 3 }])
    await keep(twin, { marks: [{ requestId, upTo: 99 }] })
    expect(await rowsOf(device, 'mark')).toEqual([{ requestId, upTo: 5 }])
  })

  it('[S125] of a request that is not theirs change nothing, and tell nothing', async () => {
    const [device, stranger] = [await newDevice(), await newDevice()]
    const requestId = await submitted(device)
    const before = (await stranger.pullAll()).next
    const foreign = await keep(stranger, { marks: [{ requestId, upTo: 1 }] })
    const missing = await keep(stranger, { marks: [{ requestId: randomUUID(), upTo: 1 }] })
    expect(foreign.body).toEqual(missing.body)
    expect((await stranger.pullAll()).next).toBe(before)
    expect(await rowsOf(device, 'mark')).toEqual([])
  })

  it('[S126] keep the last word, and the same again changes nothing', async () => {
    const device = await newDevice()
    await keep(device, { preferences: [{ name: 'language', value: 'sv' }] })
    const { body } = await keep(device, { preferences: [{ name: 'language', value: 'ru' }] })
    expect(await rowsOf(device, 'preference')).toEqual([{ name: 'language', value: 'ru' }])
    expect((await keep(device, { preferences: [{ name: 'language', value: 'ru' }] })).body.version).toBe(body.version)
    expect((await keep(device, { preferences: [{ name: '__proto__', value: 'x' }] })).status).toBe(400)
  })

  it('[S125] end up highest, however many devices tell theirs at once', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    await Promise.all([1, 5, 2, 4, 3].map(upTo => keep(makeDevice(server, device), { marks: [{ requestId, upTo }] })))
    expect(await rowsOf(device, 'mark')).toEqual([{ requestId, upTo: 5 }])
  })

  it('[S127] are nothing that a device of version 1 is told: its pages and their hash are those of what it knows', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    await keep(device, { marks: [{ requestId, upTo: 2 }], preferences: [{ name: 'language', value: 'sv' }] })
    const known = (await device.pullAll()).puts.filter(({ kind }) => kind !== 'mark' && kind !== 'preference')
    const { pages } = await (await server.request('/api/sync/pull', {
      method: 'POST', headers: { ...device.headers, 'servus-protocol': 'servus-sync/1', 'content-type': 'application/json' },
      body: JSON.stringify({ sender: device.sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: {} }),
    })).json() as PullAnswer
    const { puts, next, hash } = pages[0]!
    expect(puts).toEqual(known)
    expect([next, hash]).toEqual([(await device.pullAll()).next, changeHash(emptyHash, known.map(put => rowHash(put.kind, put.key, put.version)), [])])
    expect((await device.pullAll()).puts.length).toBe(known.length + 2)
  })
})
