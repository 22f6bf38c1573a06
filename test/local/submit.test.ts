import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readFileBytes } from '#local/files.ts'
import { currentReader } from '#local/device.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { onWake } from '#local/wake.ts'
import { message, need, switchOn, tick } from './phone.ts'

const addReally = IDBObjectStore.prototype.add

afterEach(() => { vi.restoreAllMocks() })

const outboxOfCurrent = async (storage: Awaited<ReturnType<typeof switchOn>>['storage']) => storage.outboxOf((await currentReader())!.id)

describe('submit', () => {
  it('[S88] keeps commands in the order they were written, numbered without a gap, under one sender', async () => {
    const { storage } = await switchOn()
    const id = newRequestId()
    const written = [await submit(need(id), tick()), await submit(message(id, 'one'), tick()), await submit(message(id, 'two'), tick())]
    expect(written.map(command => command.seq)).toEqual([1, 2, 3])
    expect(new Set(written.map(command => command.sender)).size).toBe(1)
    expect((await (await outboxOfCurrent(storage)).commands.orderBy('order').toArray()).map(command => command.mid)).toEqual(written.map(command => command.mid))
  })

  it('[S88] gives twenty writers at once a number each', async () => {
    await switchOn()
    const id = newRequestId()
    await submit(need(id), tick())
    const written = await Promise.all(Array.from({ length: 20 }, (_, index) => submit(message(id, `m${index}`), tick())))
    expect(written.map(command => command.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
  })

  it('[S87] waits for the disk: its transaction is strict', async () => {
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await switchOn()
    await submit(need(newRequestId()), tick())
    const writes = begin.mock.calls.filter(([stores, mode]) => mode === 'readwrite' && [stores].flat().includes('commands'))
    expect(writes).toHaveLength(1)
    expect(writes[0]![2]).toMatchObject({ durability: 'strict' })
    expect([writes[0]![0]].flat()).toEqual(expect.arrayContaining(['meta', 'commands', 'files', 'parts']))
  })

  it('[S87] keeps nothing at all where a part of a photo cannot be stored', async () => {
    const { storage } = await switchOn()
    const id = newRequestId()
    await submit(need(id), tick())
    const add = vi.spyOn(IDBObjectStore.prototype, 'add')
    add.mockImplementation(function (this: IDBObjectStore, value: unknown) {
      if (this.name === 'parts') throw new DOMException('full', 'QuotaExceededError')
      return addReally.call(this, value)
    } as never)
    const bytes = new Uint8Array(10).buffer
    await expect(submit({ ...message(id, 'with a photo'), files: [{ bytes, type: 'image/jpeg' }] }, tick())).rejects.toThrow()
    vi.restoreAllMocks()
    const outbox = await outboxOfCurrent(storage)
    expect(await outbox.commands.count()).toBe(1)
    expect(await outbox.files.count()).toBe(0)
    expect((await submit(message(id, 'again'), tick())).seq).toBe(2)
  })

  it('keeps a photo with its hash, in parts that come together again', async () => {
    const { storage } = await switchOn()
    const bytes = crypto.getRandomValues(new Uint8Array(65_536)).buffer
    const big = new Uint8Array(2_500_000)
    big.set(new Uint8Array(bytes), 2_400_000)
    const id = newRequestId()
    const stored = await submit({ ...need(id), files: [{ bytes: big.buffer, type: 'image/png' }] }, tick())
    expect(stored.files).toHaveLength(1)
    const outbox = await outboxOfCurrent(storage)
    expect(await outbox.parts.count()).toBe(3)
    expect(Buffer.compare(Buffer.from(await readFileBytes(outbox, stored.files![0]!.id)), big)).toBe(0)
    expect((await projectedRequest(id))!.files).toMatchObject([{ state: 'onPhone', size: 2_500_000 }])
  })

  it('[S89] keeps a request once, however often its button is pressed', async () => {
    await switchOn()
    const id = newRequestId()
    const [one, two] = await Promise.all([submit(need(id), tick()), submit(need(id), tick())])
    expect(one.mid).toBe(two.mid)
    expect(await projectedRequests()).toHaveLength(1)
  })

  it('[S89] lets what is written on an unsent request depend on it', async () => {
    await switchOn()
    const id = newRequestId()
    const first = await submit(need(id), tick())
    expect((await submit(message(id, 'and one thing more'), tick())).dependsOn).toEqual([first.mid])
  })

  it('refuses arguments that break their schema, and stores nothing', async () => {
    const { storage } = await switchOn()
    await expect(submit(message(newRequestId(), '   '), tick())).rejects.toThrow(/text is empty/)
    expect(await currentReader()).toBeUndefined()
    expect(await storage.device.readers.count()).toBe(0)
  })

  it('says that there is something to send', async () => {
    await switchOn()
    const reasons: string[] = []
    const stop = onWake(reason => reasons.push(reason))
    await submit(need(newRequestId()), tick())
    stop()
    expect(reasons).toEqual(['write'])
  })

  it('[S87] survives a restart: what was saved is there, in its place', async () => {
    const { where } = await switchOn()
    const id = newRequestId()
    await submit(need(id, 'Kitchen'), tick())
    await submit(message(id, 'It got worse'), tick())
    await switchOn(where)
    const [request] = await projectedRequests()
    expect(request).toMatchObject({ request: { id, title: 'Kitchen', state: 'submitted' }, pending: 'onPhone', isTaken: true })
    expect((await projectedRequest(id))!.events.map(event => [event.body.type, event.pending])).toEqual([['submitted', 'onPhone'], ['messagePosted', 'onPhone']])
    expect((await submit(message(id, 'Still there'), tick())).seq).toBe(3)
  })
})
