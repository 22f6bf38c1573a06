import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { keepFirstPaint } from '#local/keep-first-paint.ts'
import { readFirstPaint } from '#local/first-paint.ts'
import { pullContent } from '#local/pull-content.ts'
import { observe } from '#local/observe.ts'
import { readOutbox } from '#local/outbox.ts'
import { loadPicture } from '#local/pictures.ts'
import { projectedRequest, projectedRequests, type ProjectedRequest } from '#local/requests.ts'
import { startSync } from '#local/start-sync.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { onSyncStatus, syncStatus, type SyncStatus } from '#local/sync-status.ts'
import { createTransport } from '#local/transport.ts'
import { loadContent } from '#server/content/load-content.ts'
import { storeContent } from '#server/content/store-content.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, newPlace, switchOn, tick } from './phone.ts'

let server: TestInstallation
let desk: Record<string, string>
const endings: (() => void)[] = []
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  desk = (await server.hireStaff('Rita', ['reception', 'executor', 'support', 'manager'])).headers
  Object.assign(globalThis, newPlace())
})
afterAll(() => server.stop())
afterEach(() => { for (const end of endings.splice(0)) end() })

async function setUp() {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  return { storage, network, fetch, parts: makeParts(storage, fetch) }
}

const staff = (requestId: string, name: string, args: object) => server.request('/api/desk/commands', {
  method: 'POST', headers: { ...desk, 'content-type': 'application/json' },
  body: JSON.stringify({ mid: newRequestId(), requestId, name, args }),
})

function follow<Value>(query: () => Promise<Value>) {
  const seen: Value[] = []
  const failures: unknown[] = []
  endings.push(observe(query, value => seen.push(value), failure => failures.push(failure)))
  return {
    seen, failures,
    until: (isIt: (value: Value) => boolean) => expect.poll(() => seen.length > 0 && isIt(seen.at(-1)!), { timeout: 5_000 }).toBe(true),
  }
}

const textsOf = (request: ProjectedRequest | undefined) => request?.events.map(({ body, pending }) => [('text' in body && body.text) || body.type, pending])

describe('A screen', () => {
  it('follows what is saved, sent and fetched, over all databases', async () => {
    const { parts } = await setUp()
    const id = newRequestId()
    const list = follow(() => projectedRequests())
    const page = follow(() => projectedRequest(id))
    await list.until(requests => requests.length === 0)
    await submit(need(id), tick())
    await list.until(([request]) => request?.pending === 'onPhone')
    await submit(message(id, 'one'), tick())
    await page.until(request => request?.events.length === 2)
    await syncOnce(parts)
    await list.until(([request]) => request?.pending === undefined && request?.request.lastEvent === 2)
    await staff(id, 'postMessage', { text: 'We come at ten' })
    await syncOnce(parts)
    await page.until(request => request?.events.length === 3)
    await list.until(([request]) => request?.news === 1)
    expect([list.failures, page.failures]).toEqual([[], []])
    const counts = list.seen.map(requests => requests.length)
    expect(counts.slice(counts.indexOf(1))).not.toContain(0)
  })
})

describe('A screen of somebody who wrote before the catalog had come', () => {
  it('shows what they wrote all the same, and puts it right when the catalog is there', async () => {
    const { content } = loadContent(join(import.meta.dirname, '../../src/content'))
    await storeContent(server.installation.database, content!, { isDryRun: false })
    const { parts } = await setUp()
    const id = newRequestId()
    const service = content!.services[0]!
    await submit({ name: 'submit', requestId: id, args: { path: 'full', title: 'Early', text: 'Early', language: 'en', contact: { name: 'Ada' }, serviceId: service.id } }, tick())
    const page = follow(() => projectedRequest(id))
    await page.until(request => request?.stuck[0]?.rejection.code === 'no-such-service' && request.request.title === 'Early')
    await pullContent(parts)
    await page.until(request => request?.stuck.length === 0 && request.request.warrantyMonths === service.warrantyMonths)
    expect(page.failures).toEqual([])
  })
})

describe('A started synchronisation', () => {
  class Page extends EventTarget { visibilityState = 'visible' }
  const start = async () => {
    const phone = await setUp()
    const page = { window: new EventTarget(), document: new Page() }
    const statuses: SyncStatus[] = []
    endings.push(onSyncStatus(status => statuses.push(status)))
    endings.push(startSync({ page, languages: () => ['en'], transport: createTransport({ fetch: phone.fetch }) }))
    const settled = (kind: SyncStatus['kind']) => expect.poll(() => syncStatus().kind, { timeout: 5_000 }).toBe(kind)
    return { ...phone, page, statuses, settled }
  }

  it('sends what is written by itself, and hears the answer by a hint', async () => {
    const { storage, settled } = await start()
    await settled('idle')
    const id = newRequestId()
    const page = follow(() => projectedRequest(id))
    await submit(need(id), tick())
    await page.until(request => request !== undefined && request.pending === undefined)
    await settled('idle')
    expect((await storage.device.settings.get('lastSyncedAt'))?.value).toBe(syncStatus().lastSyncedAt)
    await expect.poll(async () => {
      // The line opens after the first exchange.
      await staff(id, 'postMessage', { text: 'We have it' })
      await new Promise(resolve => setTimeout(resolve, 600))
      return page.seen.at(-1)!.events.length
    }, { timeout: 8_000 }).toBeGreaterThan(1)
  })

  it('says that it waits while there is no line, keeps all, and goes on when the line is back', async () => {
    const { network, page, statuses, settled } = await start()
    await settled('idle')
    network.isDown = true
    const id = newRequestId()
    await submit(need(id), tick())
    await settled('waiting')
    expect(syncStatus()).toMatchObject({ failure: { kind: 'offline' }, lastSyncedAt: expect.any(Number) })
    expect((await readOutbox()).waiting).toHaveLength(1)
    network.isDown = false
    page.window.dispatchEvent(new Event('online'))
    await expect.poll(async () => (await readOutbox()).waiting.length, { timeout: 6_000 }).toBe(0)
    await settled('idle')
    expect(statuses.map(status => status.kind)).toContain('running')
  })

  it('[S13] stops writing and asks for an update when the server is too new, and keeps all', async () => {
    const { fetch } = await setUp()
    const refusing: typeof globalThis.fetch = async (input, init) => (String(input).startsWith('/api/sync')
      ? new Response(JSON.stringify({ protocol: 'servus-sync/2', error: { code: 'update-needed' } }), { status: 426, headers: { 'servus-protocol': 'servus-sync/2' } })
      : fetch(input, init))
    await submit(need(newRequestId()), tick())
    endings.push(startSync({ page: { window: new EventTarget(), document: new Page() }, languages: () => ['en'], transport: createTransport({ fetch: refusing }) }))
    await expect.poll(() => syncStatus().kind, { timeout: 5_000 }).toBe('updateNeeded')
    expect((await readOutbox()).waiting).toHaveLength(1)
  })

  it('writes down what the home page shows, for the next visit', async () => {
    await setUp()
    endings.push(keepFirstPaint())
    await submit(need(newRequestId(), 'Tap'), tick())
    await expect.poll(async () => (await readFirstPaint('home'))?.requests.map(request => request.request.title), { timeout: 5_000 }).toEqual(['Tap'])
    expect((await readFirstPaint('home'))!.unsent).toBe(1)
  })
})

describe('A photo', () => {
  /** A real picture: the server makes its own of it. */
  const photo = async () => {
    const { default: sharp } = await import('sharp')
    const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#0B6B61' } }).jpeg().toBuffer()
    return new Uint8Array(bytes).buffer
  }

  it('[S67] [S76] goes after its command, once, and holds up nothing', async () => {
    const { parts, network, storage } = await setUp()
    const id = newRequestId()
    await submit({ ...need(id), files: [{ bytes: await photo(), type: 'image/jpeg' }] }, tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(network.calls.filter(call => call.method === 'PATCH')).toHaveLength(1)
    await syncOnce(parts)
    expect(network.calls.filter(call => call.method === 'PATCH')).toHaveLength(1)
    const request = (await projectedRequest(id))!
    expect(request.files).toMatchObject([{ state: 'ready', type: 'image/jpeg' }])
    expect((await readOutbox()).files).toEqual([])

    // On another phone it comes from the server, and then from the disk.
    const file = request.files[0]!
    const reader = (await currentReader())!
    await storage.outboxOf(reader.id).parts.clear()
    const first = await loadPicture(reader.id, file, 'thumb', tick(), parts.transport)
    expect(first).toMatchObject({ ok: true, value: { type: 'image/jpeg' } })
    network.isDown = true
    expect(await loadPicture(reader.id, file, 'thumb', tick(), parts.transport)).toMatchObject({ ok: true })
    expect(await loadPicture(reader.id, file, 'full', tick(), parts.transport)).toEqual({ ok: false, refusal: { kind: 'offline' } })
  })

  it('[S76] that is no photo is set aside, and messages go on', async () => {
    const { parts } = await setUp()
    const id = newRequestId()
    await submit({ ...need(id), files: [{ bytes: new TextEncoder().encode('not a picture').buffer, type: 'image/png' }] }, tick())
    await submit(message(id, 'hello'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    const request = (await projectedRequest(id))!
    expect(request.files).toMatchObject([{ state: 'refused', code: 'wrong-type' }])
    expect(textsOf(request)).toEqual([['Water stays in the drum', undefined], ['hello', undefined]])
  })

  it('[S77] whose bytes have changed on the disk is never sent as the one that was taken', async () => {
    const { parts, storage, network } = await setUp()
    const id = newRequestId()
    const { files } = await submit({ ...need(id), files: [{ bytes: await photo(), type: 'image/jpeg' }] }, tick())
    const outbox = storage.outboxOf((await currentReader())!.id)
    await outbox.parts.update([files![0]!.id, 0], { bytes: new Uint8Array([1, 2, 3]).buffer })
    await syncOnce(parts)
    expect(network.calls.filter(call => call.method === 'PATCH')).toEqual([])
    expect((await readOutbox()).files).toMatchObject([{ file: { state: 'damaged' } }])
  })
})
