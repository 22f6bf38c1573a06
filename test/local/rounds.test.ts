import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Hello, Push } from '#protocol/messages.ts'
import { currentReader } from '#local/device.ts'
import { projectedRequest } from '#local/requests.ts'
import { startSync } from '#local/start-sync.ts'
import { readReader } from '#local/read-reader.ts'
import { newRequestId, store, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { onSyncStatus } from '#local/sync-status.ts'
import { createTransport } from '#local/transport.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, makeStorage, message, need, switchOn, textOf, tick } from './phone.ts'

let server: TestInstallation
let desk: Record<string, string>
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  desk = (await server.hireStaff('Rita', ['reception'])).headers
})
afterAll(() => server.stop())
afterEach(() => vi.useRealTimers())

/** A phone with a request, and whatever shall befall single calls. */
async function setUp(befall: (path: string, init: RequestInit) => RequestInit | Response = (_path, init) => init) {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const befallen: typeof fetch = async (input, init = {}) => {
    const change = befall(String(input), init)
    return change instanceof Response ? change : fetch(input, change)
  }
  const id = newRequestId()
  await submit(need(id), tick())
  const reader = (await currentReader())!
  const calls = (path: string) => network.calls.filter(call => call.path === path).length
  return { storage, network, id, calls, parts: makeParts(storage, befallen), fetch: befallen, outbox: storage.outboxOf(reader.id) }
}

const asPush = (init: RequestInit) => JSON.parse(String(init.body)) as Push
const busy = () => Response.json({ protocol: 'servus-sync/2', error: { code: 'busy' } }, { status: 503, headers: { 'servus-protocol': 'servus-sync/2' } })

describe('A round of synchronisation', () => {
  it('[S17] fault 12: asks for an update where the server serves no version that the app speaks, and keeps the queue', async () => {
    const { parts, outbox } = await setUp((path, init) => {
      if (path !== '/api/sync/hello') return init
      const hello = JSON.parse(String(init.body)) as Hello
      return { ...init, body: JSON.stringify({ ...hello, versions: [0] }) }
    })
    expect(await syncOnce(parts)).toEqual({ kind: 'updateNeeded' })
    expect((await outbox.commands.toArray()).map(({ state }) => state)).toEqual(['queued'])
    expect(await server.installation.db.selectFrom('sender').select('id').where('id', '=', (await outbox.meta.get('outbox'))!.sender).execute()).toEqual([])
  })

  it('[S19] fault 43: goes on as a new sender where the server has heard more of this one than the device remembers', async () => {
    const { parts, outbox, id } = await setUp()
    await syncOnce(parts)
    const before = (await outbox.meta.get('outbox'))!
    // As an image of the disk from before the first round has it.
    const { epoch: _epoch, ...image } = { ...before, nextSeq: 1 }
    await outbox.meta.put(image)
    await submit(message(id, 'Written on the old image'), tick())
    for (let round = 0; round < 2; round++) await syncOnce(parts)
    expect((await outbox.meta.get('outbox'))!.sender).not.toBe(before.sender)
    expect((await projectedRequest(id))!.events.flatMap(({ body }) => ('text' in body ? body.text : []))).toContain('Written on the old image')
    expect((await outbox.commands.toArray()).map(({ state }) => state)).toEqual(['arrived', 'arrived'])
  })

  it('[S39] fault 44: sends what each of two copies of one profile has written once, and neither loses anything', async () => {
    const { storage, parts, outbox, id, fetch } = await setUp()
    await syncOnce(parts)
    const copy = makeStorage()
    const reader = (await currentReader())!
    await copy.device.readers.put(reader)
    await copy.device.settings.put({ key: 'current', value: reader.id })
    for (const name of ['meta', 'commands', 'results'] as const) await copy.outboxOf(reader.id).table(name).bulkPut(await outbox.table(name).toArray())
    await store(storage, message(id, 'Written on the one'), tick())
    await store(copy, message(id, 'Written on the other'), tick())
    const copyParts = makeParts(copy, fetch)
    for (let round = 0; round < 3; round++) for (const each of [parts, copyParts]) await syncOnce(each)
    const texts = (await readReader(copy, reader, tick(), { only: id }))[0]!.events.flatMap(({ body, pending }) => ('text' in body ? [[body.text, pending]] : []))
    expect(texts).toEqual([['Water stays in the drum', undefined], ['Written on the one', undefined], ['Written on the other', undefined]])
    expect((await copy.outboxOf(reader.id).meta.get('outbox'))!.sender).not.toBe((await outbox.meta.get('outbox'))!.sender)
  })

  it('[S20] says hello again, once, where the server has forgotten the sender', async () => {
    const { parts, outbox, id, calls } = await setUp()
    await syncOnce(parts)
    const { sender } = (await outbox.meta.get('outbox'))!
    await server.installation.db.deleteFrom('result').where('sender_id', '=', sender).execute()
    await server.installation.db.deleteFrom('sender').where('id', '=', sender).execute()
    await submit(message(id, 'After it was forgotten'), tick())
    for (let round = 0; round < 2; round++) await syncOnce(parts)
    expect(calls('/api/sync/hello')).toBeLessThanOrEqual(3)
    expect((await outbox.commands.toArray()).map(({ state }) => state)).toEqual(['arrived', 'arrived'])
    expect(await server.installation.db.selectFrom('event').select('number').where('request_id', '=', id).execute()).toHaveLength(2)
  })

  it('[S99] fault 11: fetches what is new while each push fails, and loses nothing of what waits', async () => {
    let isDeaf = false
    const { parts, outbox, id } = await setUp((path, init) => (isDeaf && path === '/api/sync/push' && asPush(init).commands.length > 0 ? busy() : init))
    await syncOnce(parts)
    isDeaf = true
    await submit(message(id, 'Cannot be sent yet'), tick())
    const body = { mid: newRequestId(), requestId: id, name: 'postMessage', args: { text: 'We come at ten' } }
    await server.request('/api/desk/commands', { method: 'POST', headers: { ...desk, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(await syncOnce(parts)).toMatchObject({ kind: 'waiting' })
    const texts = (await projectedRequest(id))!.events.flatMap(({ body: event }) => ('text' in event ? event.text : []))
    expect(texts).toEqual(expect.arrayContaining(['We come at ten', 'Cannot be sent yet']))
    expect((await outbox.commands.where('state').equals('queued').toArray()).map(textOf)).toEqual(['Cannot be sent yet'])
  })
})

describe('A page that is visible', () => {
  /** How many rounds there were, and one that is over. */
  async function watch(hasStream: boolean) {
    const { calls, fetch } = await setUp((path, init) => {
      if (path.startsWith('/api/sync/wait') || (path === '/api/sync/events' && !hasStream)) return busy()
      if (path !== '/api/sync/events') return init
      const alive = new ReadableStream<Uint8Array>({
        start(controller) {
          const beat = setInterval(() => controller.enqueue(new TextEncoder().encode(':\n\n')), 25_000)
          controller.enqueue(new TextEncoder().encode(':\n\n'))
          init.signal?.addEventListener('abort', () => { clearInterval(beat); controller.error(new Error('aborted')) })
        },
      })
      return new Response(alive, { headers: { 'servus-protocol': 'servus-sync/2' } })
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    const page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { visibilityState: 'visible' }) }
    const rounds = () => calls('/api/content/head')
    let finished = 0
    const stopListening = onSyncStatus(({ kind }) => { if (kind === 'idle') finished++ })
    const stop = startSync({ page, languages: () => ['en'], transport: createTransport({ fetch }) })
    const settle = async (wanted: number) => {
      for (let tries = 0; tries < 400 && (rounds() < wanted || finished < wanted); tries++) await new Promise(resolve => setImmediate(resolve))
    }
    await settle(1)
    await vi.advanceTimersByTimeAsync(0)
    return { page, rounds, settle, end: () => { stop(); stopListening() } }
  }

  it('[S66] fault 19: pulls about every 45 seconds where no stream lives', async () => {
    const { rounds, settle, end } = await watch(false)
    const before = rounds()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(rounds()).toBe(before)
    await vi.advanceTimersByTimeAsync(30_000)
    await settle(before + 1)
    expect(rounds()).toBe(before + 1)
    end()
  })

  it('[S66] pulls about every 5 minutes where one does, and not at all while it is hidden', async () => {
    const { page, rounds, settle, end } = await watch(true)
    await vi.advanceTimersByTimeAsync(60_000)
    await settle(2)
    const before = rounds()
    await vi.advanceTimersByTimeAsync(180_000)
    expect(rounds()).toBe(before)
    page.document.visibilityState = 'hidden'
    await vi.advanceTimersByTimeAsync(200_000)
    await settle(before + 1)
    const hidden = rounds()
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(rounds()).toBe(hidden)
    end()
  })
})
