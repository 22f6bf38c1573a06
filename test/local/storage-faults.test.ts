import { afterEach, describe, expect, it, vi } from 'vitest'
import { forceCloseDatabase, IDBDatabase } from 'fake-indexeddb'
import { Dexie } from 'dexie'
import { dropOldFills } from '#local/drop-old-fills.ts'
import { exportUnsent } from '#local/export-unsent.ts'
import { openLimitMs } from '#local/open-database.ts'
import { outboxName } from '#local/outbox-database.ts'
import { currentReader } from '#local/device.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { hearServerTime, serverNow } from '#local/server-clock.ts'
import { closeStorage } from '#local/storage.ts'
import { endStorageTrouble, onStorageTrouble, type StorageTrouble } from '#local/storage-trouble.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { makeStorage, message, need, newPlace, switchOn, textOf, tick } from './phone.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  hearServerTime(Date.now())
  for (const trouble of ['replaced', 'blocked', 'lost', 'emptied'] as const) endStorageTrouble(trouble)
})

/** What was told, from now on. */
function hearTrouble() {
  const told: (StorageTrouble | undefined)[] = []
  onStorageTrouble(trouble => told.push(trouble))
  return told
}

async function withRequest() {
  const { storage, where } = await switchOn()
  const id = newRequestId()
  await submit(need(id), tick())
  const reader = (await currentReader())!
  return { storage, where, id, reader, outbox: storage.outboxOf(reader.id) }
}

describe('Storage in trouble', () => {
  it('fault 39: opens again by itself where the browser has dropped the connection, and says so where that fails', async () => {
    const { id, outbox } = await withRequest()
    const told = hearTrouble()
    forceCloseDatabase(outbox.backendDB() as never)
    await submit(message(id, 'After the connection was lost'), tick())
    expect((await outbox.commands.toArray()).map(textOf)).toContain('After the connection was lost')
    expect(told).toEqual([])

    const broken = makeStorage({ ...newPlace(), indexedDB: { open: () => { throw new DOMException('Connection lost', 'UnknownError') } } as never })
    await expect(broken.device.readers.toArray()).rejects.toThrow()
    expect(told).toEqual(['lost'])
  })

  it('fault 40: tells after three seconds what holds an opening up, and no longer once it is open', async () => {
    // Dexie tells every database of a name in this process, as if it were of this device.
    await closeStorage()
    const where = newPlace()
    const held = await new Promise<globalThis.IDBDatabase>((resolve, reject) => {
      const opening = where.indexedDB!.open('servus-device', 1)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(new Error('not opened'))
    })
    const told = hearTrouble()
    const reading = makeStorage(where).device.readers.toArray()
    await expect.poll(() => told).toEqual(['blocked'])
    held.close()
    expect(await reading).toEqual([])
    expect(told).toEqual(['blocked', undefined])
  })

  it('fault 40: tells as much of an opening that is never answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const told = hearTrouble()
    makeStorage({ ...newPlace(), indexedDB: { open: () => ({}) } as never }).device.readers.toArray().catch(() => {})
    await vi.advanceTimersByTimeAsync(openLimitMs - 100)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    expect(told).toEqual(['blocked'])
  })

  it('fault 42: reads, adds to and gives out what a later version of the app has written, after the operator went back', async () => {
    const { storage, where, id, reader } = await withRequest()
    storage.close()
    const later = new Dexie(outboxName(reader.id), where)
    later.version(1).stores({ meta: 'id', commands: 'mid, order, state, requestId, tooLateAt, mood', results: 'mid', files: 'id, mid, state, requestId', parts: '[file+index]', seen: 'requestId', moods: 'id' })
    later.version(9).stores({})
    await later.open()
    await later.table('commands').toCollection().modify({ mood: 'glad' })
    later.close()
    await switchOn(where)
    await submit(message(id, 'Written by the older app'), tick())
    expect((await projectedRequest(id))!.events).toHaveLength(2)
    const { commands } = JSON.parse(await exportUnsent()) as { commands: { args: object, mood?: string }[] }
    expect(commands.map(({ args, mood }) => ['text' in args && args.text, mood])).toEqual([['Water stays in the drum', 'glad'], ['Written by the older app', undefined]])
  })

  it('[S87] fault 46: waits for the disk with all that can be had from nowhere else, and only with that', async () => {
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const { id, reader } = await withRequest()
    await submit({ ...message(id, 'With a photo'), files: [{ bytes: new Uint8Array([0xFF, 0xD8, 0xFF]).buffer, type: 'image/jpeg' }] }, tick())
    const writes = begin.mock.calls.flatMap(([, mode, options], index) => {
      const { name } = begin.mock.contexts[index] as globalThis.IDBDatabase
      return mode === 'readwrite' ? [[name, (options as { durability?: string } | undefined)?.durability]] : []
    })
    expect(writes.filter(([name]) => name === outboxName(reader.id)).length).toBeGreaterThan(1)
    expect(new Set(writes.map(([, durability]) => durability))).toEqual(new Set(['strict']))
  })

  it('fault 48: says at once that nothing can be saved where there is no storage, and has nothing to show', async () => {
    const none = makeStorage({ indexedDB: undefined as never, IDBKeyRange: undefined as never })
    const told = hearTrouble()
    await expect((async () => none.device.readers.toArray())()).rejects.toThrow()
    expect(told).toEqual([])
  })

  it('deletes a base that gave way little by little, and leaves what is shown and what is being filled', async () => {
    const { content } = makeStorage()
    const rowsOf = (fill: number) => Array.from({ length: 1_200 }, (_, index) => ({ scope: 'pub', fill, kind: 'service', key: String(index), version: index + 1, body: {} }))
    for (const fill of [1, 2, 3, 4]) await content.rows.bulkAdd(rowsOf(fill))
    await content.rows.bulkAdd(rowsOf(1).map(row => ({ ...row, scope: 'pub:en' })))
    await content.feeds.put({ scope: 'pub', shown: 2, cursor: 9, settled: 9, filling: { fill: 4, cursor: 3 } })
    const bulkDelete = vi.spyOn(content.rows, 'bulkDelete')
    await dropOldFills(content, 'pub')
    expect(bulkDelete.mock.calls.every(([keys]) => keys.length <= 500)).toBe(true)
    const left = await content.rows.toArray()
    expect([...new Set(left.map(({ scope, fill }) => `${scope} ${fill}`))].sort()).toEqual(['pub 2', 'pub 4', 'pub:en 1'])
    expect(left).toHaveLength(3_600)
  })
})

describe('A clock that is wrong', () => {
  it('fault 37: counts from the server\'s time once that was heard, and makes ids that nobody else has', async () => {
    await switchOn()
    vi.useFakeTimers({ now: 0, toFake: ['Date'] })
    const isNow = Date.UTC(2026, 10, 25, 12)
    const early = [newRequestId(), newRequestId()]
    expect(new Set(early).size).toBe(2)
    hearServerTime(isNow)
    expect(serverNow()).toBe(isNow)
    const id = newRequestId()
    await submit(need(id))
    expect((await projectedRequests())[0]!.request.createdAt).toBe(isNow)
    vi.setSystemTime(isNow + 59_000)
    hearServerTime(isNow)
    expect(serverNow()).toBe(Date.now())
  })
})
