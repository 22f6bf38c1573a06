import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readerScope } from '#protocol/scopes.ts'
import { createHints } from '#server/sync/hints.ts'
import { makeDeskPerson } from '../desk-person.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const decoder = new TextDecoder()
const me = { account: 'mine', reader: 'me' }
const mine = readerScope('me')
const noneYet = async () => []

/** Reads a stream's data until `count` hints have come. */
async function readHints(reader: ReadableStreamDefaultReader<Uint8Array>, count: number): Promise<unknown[]> {
  const hints: unknown[] = []
  while (hints.length < count) {
    const { value, done } = await reader.read()
    if (done) break
    for (const line of decoder.decode(value).split('\n')) if (line.startsWith('data: ')) hints.push(JSON.parse(line.slice(6)))
  }
  return hints
}

describe('Hints', () => {
  it('[S62] go to their own reader, those of public scopes to every reader, those of the desk to the desk', async () => {
    const hints = createHints()
    const [own, other, desk] = [hints.openReader(me, noneYet), hints.openReader({ account: 'yours', reader: 'you' }, noneYet), hints.openDesk()].map(stream => stream.getReader())
    hints.tell({ scope: mine, version: 7 })
    hints.tell({ scope: 'pub', version: 3 })
    hints.tellDesk({ requestId: 'a', version: 1 })
    expect(await readHints(own!, 2)).toEqual([{ scope: mine, version: 7 }, { scope: 'pub', version: 3 }])
    expect(await readHints(other!, 1)).toEqual([{ scope: 'pub', version: 3 }])
    expect(await readHints(desk!, 1)).toEqual([{ requestId: 'a', version: 1 }])
    hints.close()
    expect((await Promise.all([own!, other!, desk!].map(reader => reader.read()))).map(({ done }) => done)).toEqual([true, true, true])
  })

  it('[S63] beat, so that a silent stream can be told from a dead one', async () => {
    const hints = createHints(5)
    const reader = hints.openReader(me, noneYet).getReader()
    for (let i = 0; i < 3; i++) expect(decoder.decode((await reader.read()).value)).toBe(':\n\n')
    hints.close()
  })

  it('[S64] cut off a reader that takes nothing, and let go of one that left', async () => {
    const hints = createHints()
    const stuck = hints.openReader(me, noneYet).getReader()
    for (let version = 1; version < 1_000; version++) hints.tell({ scope: mine, version })
    expect((await readHints(stuck, 1_000)).length).toBeLessThan(300)
    const gone = hints.openReader(me, noneYet)
    await gone.cancel()
    hints.tell({ scope: mine, version: 1 })
    hints.close()
  })

  it('[S60] miss nothing that happens while a stream is being opened', async () => {
    const hints = createHints()
    const reader = hints.openReader(me, async () => {
      hints.tell({ scope: mine, version: 2 })
      return [{ scope: mine, version: 1 }]
    }).getReader()
    expect(await readHints(reader, 2)).toEqual([{ scope: mine, version: 2 }, { scope: mine, version: 1 }])
    hints.close()
  })
})

describe('The event streams of the server', () => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation('sqlite') })
  afterAll(() => server.stop())

  it('[S60] [S61] [S86] say where things stand, then what has changed, after it can be read', async () => {
    const device = makeDevice(server)
    await device.hello()
    const alex = await makeDeskPerson(server, 'Alex', ['reception'])
    const response = await server.request('/api/sync/events', { headers: device.headers })
    expect([response.headers.get('content-type'), response.headers.get('cache-control'), response.headers.get('content-encoding')])
      .toEqual(['text/event-stream; charset=utf-8', 'no-store, no-transform', null])
    const own = response.body!.getReader()
    expect(await readHints(own, 5)).toEqual([device.scope, 'pub', 'pub:ru', 'pub:sv', 'pub:en'].map((scope, index) => ({ scope, version: index === 0 ? 1 : 0 })))
    const desk = (await server.request('/api/desk/events', { headers: alex.headers })).body!.getReader()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const [hint] = await readHints(own, 1)
    expect(hint).toEqual({ scope: device.scope, version: (await device.pull()).pages[0]?.next })
    expect(await readHints(desk, 1)).toEqual([{ requestId, version: 1 }])
  })
})
