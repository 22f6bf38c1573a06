import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { flushReader } from '#local/flush.ts'
import { countUnsent, discardCommand, readOutbox, restoreCommand } from '#local/outbox.ts'
import { pullReader } from '#local/pull.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { markSeen } from '#local/seen.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { journalMs, trimJournal } from '#local/trim-journal.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, textOf, tick } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())

async function setUp() {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const id = newRequestId()
  const first = await submit(need(id), tick())
  const second = await submit(message(id, 'one'), tick())
  const reader = (await currentReader())!
  return { storage, network, parts: makeParts(storage, fetch), id, first, second, reader, outbox: storage.outboxOf(reader.id) }
}

describe('The outbox', () => {
  it('lists what waits, oldest first, and counts it', async () => {
    await setUp()
    const { waiting } = await readOutbox()
    expect(waiting.map(({ command }) => command.name)).toEqual(['submit', 'postMessage'])
    expect(await countUnsent()).toBe(2)
  })

  it('[S33] [S98] lets go of a message before it is sent: it is gone from the screen, and its number goes out as void', async () => {
    const { parts, reader, id, second, outbox } = await setUp()
    await discardCommand(reader.id, second.mid, tick())
    await submit(message(id, 'two'), tick())
    expect((await projectedRequest(id))!.events.map(event => event.body.type)).toEqual(['submitted', 'messagePosted'])
    expect(await countUnsent()).toBe(2)
    await flushReader(parts, reader)
    await pullReader(parts, reader)
    expect((await projectedRequest(id))!.events.map(event => ('text' in event.body ? event.body.text : ''))).toEqual(['Water stays in the drum', 'two'])
    expect((await outbox.results.get(second.mid))!.result).toEqual({ kind: 'void' })
    expect(await restoreCommand(reader.id, second.mid)).toBe(false)
  })

  it('[S98] takes a discard back until the server may have heard of it', async () => {
    const { parts, reader, id, second, network } = await setUp()
    await discardCommand(reader.id, second.mid, tick())
    expect(await restoreCommand(reader.id, second.mid, tick())).toBe(true)
    expect((await projectedRequest(id))!.events).toHaveLength(2)
    await discardCommand(reader.id, second.mid, tick())
    network.isDown = true
    await flushReader(parts, reader)
    expect(await restoreCommand(reader.id, second.mid, tick())).toBe(false)
  })

  it('[S33] lets the server\'s word win when it had taken the command before it was discarded', async () => {
    const { parts, reader, id, second, network, outbox } = await setUp()
    network.faults = [undefined, 'loseReply']
    await flushReader(parts, reader)
    await discardCommand(reader.id, second.mid, tick())
    await flushReader(parts, reader)
    await pullReader(parts, reader)
    expect((await outbox.results.get(second.mid))!.result.kind).toBe('applied')
    expect((await projectedRequest(id))!.events).toHaveLength(2)
  })

  it('lets go of a whole request with what waits behind it, and brings both back', async () => {
    const { parts, reader, first, second } = await setUp()
    await discardCommand(reader.id, first.mid, tick())
    expect(await projectedRequests()).toEqual([])
    expect(await countUnsent()).toBe(0)
    expect(await restoreCommand(reader.id, first.mid, tick())).toBe(true)
    expect(await countUnsent()).toBe(2)
    await flushReader(parts, reader)
    expect((await readOutbox()).waiting.map(item => textOf(item.command))).toEqual([])
    void second
  })

  it('puts a refused command away when its writer has dealt with it, and brings it back', async () => {
    const { parts, reader, id } = await setUp()
    const refused = await submit({ name: 'reconsider', requestId: id, args: {} }, tick())
    await flushReader(parts, reader)
    expect((await readOutbox()).attention.map(item => item.command.mid)).toEqual([refused.mid])
    await discardCommand(reader.id, refused.mid, tick())
    expect((await readOutbox()).attention).toEqual([])
    expect(await restoreCommand(reader.id, refused.mid, tick())).toBe(true)
    expect((await readOutbox()).attention).toHaveLength(1)
  })

  it('[S103] forgets what has long arrived, and nothing else', async () => {
    const { parts, reader, id, storage, outbox } = await setUp()
    await submit({ ...message(id, 'a photo'), files: [{ bytes: new Uint8Array([1, 2, 3]).buffer, type: 'image/png' }] }, tick())
    await flushReader(parts, reader)
    await pullReader(parts, reader)
    await submit(message(id, 'unsent'), tick())
    await trimJournal(storage, tick() + journalMs)
    expect((await outbox.commands.orderBy('order').toArray()).map(textOf)).toEqual(['a photo', 'unsent'])
    expect([await outbox.parts.count(), await outbox.results.count()]).toEqual([1, 1])
  })
})

describe('News', () => {
  it('are the events of others that nobody here has looked at', async () => {
    const { parts, reader, id } = await setUp()
    const { headers } = await server.hireStaff(`Rita${tick()}`, ['reception'])
    await flushReader(parts, reader)
    const say = (text: string) => server.request('/api/desk/commands', {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ mid: newRequestId(), requestId: id, name: 'postMessage', args: { text } }),
    })
    expect((await say('We have read it')).status).toBe(200)
    await pullReader(parts, reader)
    const news = async () => (await projectedRequests()).map(request => request.news)
    expect(await news()).toEqual([1])
    await markSeen(reader.id, id, 3, tick())
    expect(await news()).toEqual([0])
    await markSeen(reader.id, id, 1, tick())
    expect(await news()).toEqual([0])
    await say('And one thing more')
    await pullReader(parts, reader)
    expect(await news()).toEqual([1])
  })
})
