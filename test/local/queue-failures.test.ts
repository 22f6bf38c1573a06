import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { currentReader, readersToSignIn } from '#local/device.ts'
import { readFirstPaint, writeFirstPaint } from '#local/first-paint.ts'
import { flushReader } from '#local/flush.ts'
import { dismissHandedBack, handedBack } from '#local/handed-back.ts'
import { countUnsent, discardCommand, readOutbox, restoreCommand } from '#local/outbox.ts'
import { pullReader } from '#local/pull.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { sendAgain } from '#local/send-again.ts'
import { runUnlessAskedAway } from '#local/stay-away.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import type { Push } from '#protocol/messages.ts'
import { protocolName } from '#protocol/version.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, newPlace, switchOn, textOf, tick } from './phone.ts'
import { signIn } from './sign-in.ts'

let server: TestInstallation
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  // What `first-paint.ts` reads without Dexie.
  Object.assign(globalThis, newPlace())
})
afterAll(() => server.stop())
afterEach(() => vi.unstubAllGlobals())

const refusal = (status: number, code: ErrorCode, more: object = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ protocol: protocolName, error: { code, ...more } }), { status, headers: { 'servus-protocol': protocolName, ...headers } })

/** A phone with a request and these messages on it, and a server that says no to some pushes. */
async function setUp(texts: string[], refuse: (push: Push) => Response | undefined = () => undefined) {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const pushed: Push[] = []
  const choosy: typeof fetch = async (input, init) => {
    if (input !== '/api/sync/push') return fetch(input, init)
    const push = JSON.parse(String(init!.body)) as Push
    pushed.push(push)
    return refuse(push) ?? fetch(input, init)
  }
  const parts = makeParts(storage, choosy)
  const id = newRequestId()
  await submit(need(id), tick())
  const messages = []
  for (const text of texts) messages.push(await submit(message(id, text), tick()))
  const reader = (await currentReader())!
  return { storage, network, fetch, parts, pushed, id, messages, reader, outbox: storage.outboxOf(reader.id) }
}

const eventsOnServer = async (requestId: string) => {
  const rows = await server.installation.db.selectFrom('event').select('body').where('request_id', '=', requestId).orderBy('number').execute()
  return rows.map(row => (JSON.parse(row.body) as RequestEvent).body).map(body => ('text' in body ? body.text : body.type))
}
const isTold = (text: string) => (push: Push) => push.commands.some(command => 'args' in command && command.args.text === text)

describe('A queue', () => {
  it('[S153] keeps at once what a busy server had taken before it stopped', async () => {
    const { storage, fetch, id, reader } = await setUp(['one', 'two'])
    const stopping: typeof fetch = async (input, init) => {
      if (input !== '/api/sync/push') return fetch(input, init)
      const push = JSON.parse(String(init!.body)) as Push
      const answer = await fetch(input, { ...init, body: JSON.stringify({ ...push, commands: push.commands.slice(0, 2) }) })
      const { lines } = await answer.json() as { lines: unknown[] }
      return refusal(503, 'busy', { detail: { lines } }, { 'retry-after': '2' })
    }
    expect(await flushReader(makeParts(storage, stopping), reader)).toMatchObject({ ok: false, refusal: { kind: 'busy', retryAfterMs: 2_000 } })
    expect((await readOutbox()).waiting.map(item => textOf(item.command))).toEqual(['two'])
    expect(await flushReader(makeParts(storage, fetch), reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one', 'two'])
  })

  it('[S14] goes in halves where it is too large for one call, down to single commands', async () => {
    const { parts, reader, id, pushed } = await setUp(['one', 'two', 'three', 'four'], push => (push.commands.length > 1 ? refusal(413, 'too-large') : undefined))
    expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
    expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one', 'two', 'three', 'four'])
    expect(pushed.slice(0, 4).map(push => push.commands.length)).toEqual([5, 3, 2, 1])
  })

  it.each<[string, number, ErrorCode]>([['too large', 413, 'too-large'], ['no command at all', 400, 'bad-request']])(
    '[S154] sets a single command aside that is %s to the server, with its words, and goes on', async (_what, status, code) => {
      const { parts, reader, id, outbox, messages } = await setUp(['one', 'strange', 'three'], push => (isTold('strange')(push) ? refusal(status, code) : undefined))
      expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
      await pullReader(parts, reader)
      expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one', 'three'])
      const { attention, waiting } = await readOutbox()
      expect([waiting, attention]).toMatchObject([[], [{ command: { args: { text: 'strange' } }, result: { kind: 'unsendable', code } }]])
      expect((await projectedRequest(id))!.attention).toEqual(attention)
      // Its number was taken, so that nothing is missing.
      expect((await outbox.results.get(messages[1]!.mid))!.result).toEqual({ kind: 'void' })
      await discardCommand(reader.id, messages[1]!.mid, tick())
      expect((await readOutbox()).attention).toEqual([])
      expect(await restoreCommand(reader.id, messages[1]!.mid, tick())).toBe(true)
      await sendAgain(reader.id, messages[1]!.mid, { text: 'put plainly' }, tick())
      expect(await flushReader(parts, reader)).toEqual({ ok: true, value: 'empty' })
      expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one', 'three', 'put plainly'])
    },
  )

  it('[S154] waits, and sets nothing aside, where every call is refused', async () => {
    const { parts, reader } = await setUp(['one'], () => refusal(400, 'bad-request'))
    expect(await flushReader(parts, reader)).toMatchObject({ ok: false, refusal: { kind: 'refused', status: 400 } })
    expect((await readOutbox()).attention).toHaveLength(1)
    expect((await readOutbox()).waiting).toHaveLength(1)
    expect(await flushReader(parts, reader)).toMatchObject({ ok: false })
    expect((await readOutbox()).waiting).toHaveLength(1)
  })

  it('fault 7: has one command refused set aside with its text, and the rest go on', async () => {
    const { parts, reader, id } = await setUp(['one'])
    await submit({ name: 'askForChanges', requestId: id, args: { text: 'Without the new hose' } }, tick())
    await submit(message(id, 'two'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one', 'two'])
    expect((await readOutbox()).attention).toMatchObject([{ reader: reader.id, command: { args: { text: 'Without the new hose' } }, result: { kind: 'rejected' } }])
  })

  it('fault 9, 10, 11, 12: is kept whole, whatever the server says, and goes out when it is well again', async () => {
    const answers = [
      refusal(429, 'too-many', {}, { 'retry-after': '120' }), refusal(503, 'busy', {}, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }),
      refusal(503, 'busy', {}, { 'retry-after': '99999999999' }), refusal(500, 'server-failed'), refusal(426, 'update-needed'),
      new Response(JSON.stringify({ protocol: 'servus-sync/1', error: { code: 'update-needed' } }), { status: 426, headers: { 'servus-protocol': 'servus-sync/1' } }),
    ]
    const { parts, id } = await setUp(['one'], () => answers.shift())
    const outcomes = []
    while (answers.length > 0) outcomes.push(await syncOnce(parts))
    expect(outcomes).toMatchObject([
      { kind: 'waiting', failure: { kind: 'busy', status: 429, retryAfterMs: 120_000 } }, { kind: 'waiting', failure: { kind: 'busy', status: 503 } },
      { kind: 'waiting', failure: { kind: 'busy', retryAfterMs: 900_000 } }, { kind: 'waiting', failure: { kind: 'busy', status: 500 } },
      { kind: 'updateNeeded' }, { kind: 'waiting', failure: { kind: 'busy', status: 426 } },
    ])
    expect((await readOutbox()).waiting).toHaveLength(2)
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await eventsOnServer(id)).toEqual(['Water stays in the drum', 'one'])
  })

  it('fault 21: asks the network and not navigator.onLine', async () => {
    const { parts, id } = await setUp([])
    vi.stubGlobal('navigator', { onLine: false })
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await eventsOnServer(id)).toHaveLength(1)
  })

  it('[S10] stays away as long as a server has asked, also after the page was loaded anew', async () => {
    const { parts, network } = await setUp([], () => refusal(503, 'busy', {}, { 'retry-after': '30' }))
    let now = 1_000_000
    const round = () => runUnlessAskedAway({ ...parts, now: () => now }, syncOnce)
    expect(await round()).toMatchObject({ kind: 'waiting', failure: { retryAfterMs: 30_000 } })
    const calls = network.calls.length
    now += 10_000
    expect(await round()).toMatchObject({ kind: 'waiting', failure: { kind: 'busy', retryAfterMs: 20_000 } })
    expect(network.calls.length).toBe(calls)
    // A clock that was set back by days does not silence the phone for days.
    now -= 5 * 24 * 60 * 60 * 1000
    await round()
    expect(network.calls.length).toBeGreaterThan(calls)
  })
})

describe('A session that ends', () => {
  const begin = async (title: string) => {
    const id = newRequestId()
    await submit(need(id, title), tick())
    return id
  }

  it('[S12] fault 6, 50, 51: in mid-queue stops it and keeps it; nobody else sees any of it, and its writer looks it over and goes on', async () => {
    const { storage } = await switchOn()
    const { network, fetch } = makeNetwork(server)
    let pushes = 0
    const ending: typeof fetch = async (input, init) => {
      if (input === '/api/sync/push' && ++pushes === 2) network.cookie = 'none=1'
      return fetch(input, init)
    }
    const parts = makeParts(storage, ending)
    const { reader } = await signIn(server, parts.transport, 'frida@example.com')
    const id = await begin('Of Frida')
    for (let index = 1; index < 25; index++) await submit(message(id, `message ${index}`), tick())
    await writeFirstPaint('home', { requests: await projectedRequests(), unsent: 25, at: 1 })
    expect(await syncOnce(parts)).toEqual({ kind: 'paused' })
    expect([await projectedRequests(), await readFirstPaint('home'), await currentReader(), (await readOutbox()).waiting]).toEqual([[], undefined, undefined, []])
    expect([await countUnsent(), (await readersToSignIn()).map(person => person.id)]).toEqual([5, [reader.id]])
    expect(await eventsOnServer(id)).toHaveLength(20)

    const other = await signIn(server, parts.transport, 'gustav@example.com')
    await begin('Of Gustav')
    await syncOnce(parts)
    expect([(await projectedRequests()).map(({ request }) => request.title), await handedBack()]).toEqual([['Of Gustav'], []])
    expect(await eventsOnServer(id)).toHaveLength(20)
    await storage.device.readers.update(other.reader.id, { isSessionOver: true })

    expect((await signIn(server, parts.transport, 'frida@example.com')).reader.id).toBe(reader.id)
    expect((await handedBack()).map(item => textOf(item.command))).toEqual(['message 20', 'message 21', 'message 22', 'message 23', 'message 24'])
    await syncOnce(parts)
    expect(await eventsOnServer(id)).toHaveLength(25)
    expect((await handedBack()).map(item => item.command.state)).toEqual(Array(5).fill('arrived'))
    await dismissHandedBack(reader.id)
    expect(await handedBack()).toEqual([])
  })
})
