import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStorage } from '#local/storage.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncFromWorker } from '#local/sync-from-worker.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, message, need, switchOn } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())
afterEach(() => vi.unstubAllGlobals())

async function setUp() {
  const { storage, where } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  vi.stubGlobal('fetch', fetch)
  return { storage, where, network }
}

describe('The worker', () => {
  it('[S200] sends a guest\'s work under their own credential with no page open, and holds no database open afterwards', async () => {
    const { storage, where, network } = await setUp()
    const id = newRequestId()
    await submit(need(id))
    await submit(message(id, 'No page is open'))
    expect(await syncFromWorker()).toEqual({ kind: 'done' })
    expect(network.cookie).toBeUndefined()
    expect(storage.device.isOpen()).toBe(false)
    const again = await openStorage(where)
    const [reader] = await again.device.readers.toArray()
    expect((await again.outboxOf(reader!.id).commands.toArray()).map(({ state }) => state)).toEqual(['arrived', 'arrived'])
  })

  it('[S200] says that something is left where the business cannot be reached, and shares one round among several reasons', async () => {
    const { where, network } = await setUp()
    network.isDown = true
    await submit(need(newRequestId()))
    const [one, other] = await Promise.all([syncFromWorker(), syncFromWorker()])
    expect(one).toBe(other)
    expect(one).toMatchObject({ kind: 'waiting', failure: { kind: 'offline' } })
    // One round: its sending and its fetching have each tried to greet the server, once.
    expect(network.calls.filter(({ path }) => path === '/api/sync/hello')).toHaveLength(2)
    network.isDown = false
    await openStorage(where)
    expect(await syncFromWorker()).toEqual({ kind: 'done' })
  })

  it('greets the server in the language that the page was told', async () => {
    const { storage } = await setUp()
    const { fetch } = makeNetwork(server)
    const told: unknown[] = []
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      if (path === '/api/sync/hello') told.push(JSON.parse(String(init.body)))
      return fetch(path, init)
    })
    await storage.device.settings.put({ key: 'languages', value: ['sv', 'en'] })
    await submit(need(newRequestId()))
    await syncFromWorker()
    expect(told).toEqual([expect.objectContaining({ language: 'sv' })])
  })
})
