import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { currentReader } from '#local/device.ts'
import { flushReader } from '#local/flush.ts'
import { readOutbox } from '#local/outbox.ts'
import { pullReader } from '#local/pull.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, tick, type Fault } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())

/** A phone with a request and two messages on it, nothing of it sent. */
async function setUp() {
  const { storage, where } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  const id = newRequestId()
  await submit(need(id), tick())
  await submit(message(id, 'one'), tick())
  await submit(message(id, 'two'), tick())
  const reader = (await currentReader())!
  return { storage, where, network, parts, id, reader }
}

const eventsOnServer = async (requestId: string) => {
  const rows = await server.installation.db.selectFrom('event').select('body').where('request_id', '=', requestId).orderBy('number').execute()
  return rows.map(row => (JSON.parse(row.body) as RequestEvent).body).map(body => ('text' in body ? body.text : body.type))
}

const everything = ['Water stays in the drum', 'one', 'two']

describe('flush', () => {
  it('[S24] sends all in their order, and each takes effect once', async () => {
    const { parts, reader, id } = await setUp()
    expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toEqual(everything)
    expect((await readOutbox()).waiting).toEqual([])
  })

  it.each<[string, (Fault | undefined)[]]>([
    ['the request is lost', [undefined, 'loseRequest']],
    ['the answer is lost after the commit', [undefined, 'loseReply']],
    ['the answer to the greeting is lost', ['loseReply']],
    ['the answer is cut off', [undefined, 'cut']],
    ['a hotel answers instead, with 200', [undefined, 'captive']],
    ['a hotel answers the greeting, with 200', ['captive']],
    ['the request is doubled on its way', ['double', 'double']],
  ])('[S15] [S29] has one effect when tried again after %s', async (_what, faults) => {
    const { parts, reader, id, network } = await setUp()
    network.faults = faults
    const first = await flushReader(parts, reader)
    if (!first.ok) {
      expect(first.refusal).toEqual({ kind: 'offline' })
      expect((await readOutbox()).waiting).toHaveLength(3)
    }
    expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toEqual(everything)
  })

  it('[S29] [S100] has one effect when two tabs and the worker send at once, without locks', async () => {
    const { parts, reader, id } = await setUp()
    await Promise.all([flushReader(parts, reader), flushReader(parts, reader), flushReader(parts, reader)])
    expect(await eventsOnServer(id)).toEqual(everything)
    expect((await readOutbox()).waiting).toEqual([])
  })

  it('sends more than one batch', async () => {
    const { parts, reader, id } = await setUp()
    for (let index = 0; index < 43; index++) await submit(message(id, `more ${index}`), tick())
    expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toHaveLength(46)
  })

  it('[S97] keeps a refused command with its text, and lets the rest go on', async () => {
    const { parts, reader, id, storage } = await setUp()
    // Nobody has proposed anything: the server will not take a yes.
    await submit({ name: 'askForChanges', requestId: id, args: { text: 'Please without the new hose' } }, tick())
    await submit(message(id, 'three'), tick())
    await flushReader(parts, reader)
    await pullReader(parts, reader)
    expect(await eventsOnServer(id)).toEqual([...everything, 'three'])
    const { attention, waiting } = await readOutbox()
    expect(waiting).toEqual([])
    expect(attention).toMatchObject([{ reader: reader.id, command: { name: 'askForChanges', args: { text: 'Please without the new hose' } }, result: { kind: 'rejected', rejection: { code: 'not-allowed-now' } } }])
    const request = (await projectedRequest(id))!
    expect(request.attention).toEqual(attention)
    expect(request.events.map(event => event.pending)).toEqual([undefined, undefined, undefined, undefined])
    expect(await storage.outboxOf(reader.id).commands.where('state').equals('arrived').count()).toBe(4)
  })

  it('[S97] shows a request that was not taken, with all that was written', async () => {
    const { parts, reader, storage } = await setUp()
    const id = newRequestId()
    await submit({ ...need(id, 'From a service that is gone'), args: { ...need(id).args, title: 'From a service that is gone', serviceId: 'no-such-thing' } as never }, tick())
    await submit(message(id, 'hello?'), tick())
    expect((await projectedRequest(id))!).toMatchObject({ isTaken: true, pending: 'onPhone', stuck: [{ rejection: { code: 'no-such-service' } }] })
    await flushReader(parts, reader)
    await pullReader(parts, reader)
    const request = (await projectedRequest(id))!
    expect(request).toMatchObject({ isTaken: false, request: { title: 'From a service that is gone', state: 'submitted' } })
    expect(request.attention.map(item => [item.command.name, item.result.kind === 'rejected' && item.result.rejection.code]))
      .toEqual([['submit', 'no-such-service'], ['postMessage', 'dependency']])
    expect(await storage.outboxOf(reader.id).commands.where('state').equals('queued').count()).toBe(0)
  })

  it('[S39] goes on under a new sender when the server has met a newer image of this device', async () => {
    const { parts, reader, id, storage } = await setUp()
    await flushReader(parts, reader)
    const outbox = storage.outboxOf(reader.id)
    const before = (await outbox.meta.get('outbox'))!
    // What an older image would know: the last two were never written.
    const lost = (await outbox.commands.orderBy('order').toArray()).slice(1)
    await outbox.commands.bulkDelete(lost.map(command => command.mid))
    await outbox.meta.put({ ...before, nextSeq: 2, nextOrder: 2 })
    await submit(message(id, 'written after the restore'), tick())
    expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toEqual([...everything, 'written after the restore'])
    expect((await outbox.meta.get('outbox'))!.sender).not.toBe(before.sender)
  })

  it('[S101] offers again what had not arrived when the server comes back from a backup', async () => {
    const { parts, reader, id } = await setUp()
    await flushReader(parts, reader)
    const { db } = server.installation
    for (const table of ['event', 'request', 'request_word', 'desk_alert', 'result', 'sender', 'feed', 'feed_counter'] as const) await db.deleteFrom(table).where('account_id', '=', reader.account).execute()
    server.installation.epoch = randomUUID()
    expect((await projectedRequest(id))!.events).toHaveLength(3)
    await submit(message(id, 'three'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await eventsOnServer(id)).toEqual([...everything, 'three'])
    expect((await projectedRequests()).map(request => [request.pending, request.request.messages.count])).toEqual([[undefined, 3]])
  })

  it('stops at a server that is too busy, and keeps all', async () => {
    const { parts, reader, network } = await setUp()
    const busy: typeof fetch = async () => new Response(JSON.stringify({ protocol: 'servus-sync/2', error: { code: 'busy' } }), { status: 503, headers: { 'servus-protocol': 'servus-sync/2', 'retry-after': '7' } })
    expect(await flushReader(makeParts(parts.storage, busy), reader)).toEqual({ ok: false, refusal: { kind: 'busy', status: 503, retryAfterMs: 7_000 } })
    expect((await readOutbox()).waiting).toHaveLength(3)
    expect(network.calls).toEqual([])
  })
})
