import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { readReader } from '#local/read-reader.ts'
import { markSeen } from '#local/seen.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, makeStorage, message, need, switchOn, tick } from './phone.ts'

let server: TestInstallation
let desk: Record<string, string>
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  desk = (await server.hireStaff('Rita', ['reception'])).headers
})
afterAll(() => server.stop())

/** Two devices of one person, and a request to which the business has written. */
async function setUp() {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  const id = newRequestId()
  await submit(need(id), tick())
  await submit(message(id, 'Please come soon'), tick())
  await syncOnce(parts)
  const body = { mid: newRequestId(), requestId: id, name: 'postMessage', args: { text: 'We come at ten' } }
  expect((await server.request('/api/desk/commands', { method: 'POST', headers: { ...desk, 'content-type': 'application/json' }, body: JSON.stringify(body) })).status).toBe(200)
  await syncOnce(parts)
  const reader = (await currentReader())!
  const other = makeStorage()
  // A guest who has written nothing there would not be told to the server.
  await other.device.readers.put({ ...reader, kind: 'member' })
  await other.device.settings.put({ key: 'current', value: reader.id })
  const otherParts = makeParts(other, fetch)
  const otherNews = async () => {
    await syncOnce(otherParts)
    return (await readReader(other, reader, tick())).map(({ news }) => news)
  }
  const told = () => network.calls.filter(({ path }) => path === '/api/sync/marks').length
  return { storage, network, parts, id, reader, otherNews, told }
}

describe('What somebody has seen', () => {
  it('[S131] is told once, for the last look alone, and is no news on the reader\'s other device', async () => {
    const { parts, id, reader, otherNews, told } = await setUp()
    expect(await otherNews()).toEqual([1])
    for (const upTo of [1, 2, 3]) await markSeen(reader.id, id, upTo)
    await syncOnce(parts)
    await syncOnce(parts)
    expect(told()).toBe(1)
    expect(await otherNews()).toEqual([0])
  })

  it('[S131] is told when there is a line again, and a refusal holds nothing up', async () => {
    const { parts, network, id, reader, told } = await setUp()
    await markSeen(reader.id, id, 3)
    network.isDown = true
    await syncOnce(parts)
    network.isDown = false
    await submit(message(id, 'Thanks'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(told()).toBe(1)
  })
})
