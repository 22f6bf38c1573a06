import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { discardCommand, dismissTooLate, readOutbox, restoreCommand } from '#local/outbox.ts'
import { startAsNewSender } from '#local/outbox-meta.ts'
import { projectedRequest } from '#local/requests.ts'
import { sendAgain } from '#local/send-again.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { failuresUntilParked } from '#server/sync/park-command.ts'
import { listParked } from '#server/sync/parked-repository.ts'
import { replayParked } from '#server/sync/replay-parked.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, textOf, tick } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())

/** A phone whose second message could not be stored until it was parked, with one behind it that depends on it. */
async function setUp() {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  const id = newRequestId()
  await submit(need(id), tick())
  expect(await syncOnce(parts)).toEqual({ kind: 'done' })
  const reader = (await currentReader())!
  const parked = await submit(message(id, 'hard to store'), tick())
  const behind = await submit({ ...message(id, 'and so'), dependsOn: [parked.mid] }, tick())
  const free = await submit(message(id, 'something else'), tick())
  // The event can be stored, the feed after it cannot: its next version is taken.
  const shift = (by: 1 | -1) => server.installation.db.updateTable('feed_counter').set(eb => ({ version: eb('version', '+', by) })).where('reader', '=', reader.id).execute()
  await shift(-1)
  for (let failures = 1; failures < failuresUntilParked; failures++) expect(await syncOnce(parts)).toMatchObject({ kind: 'waiting' })
  network.before = async () => { if (network.calls.at(-1)!.path === '/api/sync/pull') await shift(1).then(() => { delete network.before }) }
  // What comes after the eighth failure in this very push fails as well, once.
  await syncOnce(parts)
  expect(await syncOnce(parts)).toEqual({ kind: 'done' })
  const replay = async () => { for (const row of await listParked(server.installation.db, parked.mid)) await replayParked(server.installation.database, row, server.installation.now()) }
  const stateOf = async (mid: string) => (await storage.outboxOf(reader.id).commands.get(mid))?.state
  return { storage, network, parts, id, reader, parked, behind, free, replay, stateOf }
}

const attention = async () => (await readOutbox()).attention.map(({ command, result, waitsFor }) => [textOf(command), result.kind, waitsFor])
const texts = async (id: string) => (await projectedRequest(id))!.events.map(event => ('text' in event.body ? event.body.text : ''))

describe('A parked command', () => {
  it('[S97] waits before its writer together with what depends on it, and holds up nothing', async () => {
    const { id, parked } = await setUp()
    expect(await attention()).toEqual([['hard to store', 'parked', undefined], ['and so', 'rejected', parked.mid]])
    expect(await texts(id)).toEqual(['Water stays in the drum', 'something else'])
  })

  it('[S155] is in its place once the operator has dealt with it, and what depended on it goes by itself', async () => {
    const { parts, id, replay } = await setUp()
    await syncOnce(parts)
    expect(await attention()).toHaveLength(2)
    await replay()
    await syncOnce(parts)
    await syncOnce(parts)
    expect(await attention()).toEqual([])
    expect(await texts(id)).toEqual(['Water stays in the drum', 'something else', 'hard to store', 'and so'])
  })

  it('[S39] [S155] is tried anew by a new sender, and what depended on it goes after it', async () => {
    const { parts, id, reader, storage } = await setUp()
    await startAsNewSender(storage.outboxOf(reader.id), tick())
    await syncOnce(parts)
    await syncOnce(parts)
    expect(await attention()).toEqual([])
    expect(await texts(id)).toEqual(['Water stays in the drum', 'something else', 'hard to store', 'and so'])
  })

  it('[S156] is withdrawn when its writer lets go of it: nobody carries it out later', async () => {
    const { parts, id, reader, parked, replay, stateOf } = await setUp()
    await discardCommand(reader.id, parked.mid, tick())
    expect(await attention()).toEqual([])
    expect(await restoreCommand(reader.id, parked.mid, tick())).toBe(true)
    expect(await attention()).toHaveLength(2)
    await discardCommand(reader.id, parked.mid, tick())
    await syncOnce(parts)
    await replay()
    await syncOnce(parts)
    expect(await restoreCommand(reader.id, parked.mid, tick())).toBe(false)
    expect([await stateOf(parked.mid), await readOutbox()]).toMatchObject(['discarded', { attention: [], waiting: [], tooLate: [] }])
    expect(await texts(id)).toEqual(['Water stays in the drum', 'something else'])
  })

  it('[S157] that was carried out before it was withdrawn stays, and its writer is told', async () => {
    const { parts, id, reader, parked, replay } = await setUp()
    await discardCommand(reader.id, parked.mid, tick())
    await replay()
    await syncOnce(parts)
    await syncOnce(parts)
    expect(await texts(id)).toContain('hard to store')
    expect((await readOutbox()).tooLate.map(item => item.command.mid)).toEqual([parked.mid])
    await dismissTooLate(reader.id, parked.mid)
    expect((await readOutbox()).tooLate).toEqual([])
  })

  it('[S156] is changed by withdrawing it first, so that not both are carried out', async () => {
    const { parts, id, reader, parked, replay } = await setUp()
    await sendAgain(reader.id, parked.mid, { text: 'put plainly' }, tick())
    expect((await readOutbox()).waiting.map(item => textOf(item.command))).toEqual(['put plainly', 'and so'])
    await syncOnce(parts)
    await replay()
    await syncOnce(parts)
    expect([await texts(id), await attention()]).toEqual([['Water stays in the drum', 'something else', 'put plainly', 'and so'], []])
  })

  it('[S156] is not changed where the operator was faster: its change waits before its writer', async () => {
    const { parts, id, reader, parked, replay } = await setUp()
    await replay()
    await sendAgain(reader.id, parked.mid, { text: 'put plainly' }, tick())
    await syncOnce(parts)
    await syncOnce(parts)
    expect((await texts(id)).slice(0, 3)).toEqual(['Water stays in the drum', 'something else', 'hard to store'])
    expect((await readOutbox()).tooLate.map(item => item.command.mid)).toEqual([parked.mid])
    expect((await attention()).map(([text]) => text)).toContain('put plainly')
  })
})

describe('What its writer let go of', () => {
  it('[S33] [S157] but the business had, stays to be seen, and is told', async () => {
    const { storage } = await switchOn()
    const { network, fetch } = makeNetwork(server)
    const parts = makeParts(storage, fetch)
    const id = newRequestId()
    await submit(need(id), tick())
    const said = await submit(message(id, 'said too soon'), tick())
    const reader = (await currentReader())!
    network.faults = [undefined, 'loseReply', 'loseRequest']
    await syncOnce(parts)
    await discardCommand(reader.id, said.mid, tick())
    expect(await texts(id)).toEqual(['Water stays in the drum'])
    await syncOnce(parts)
    expect([await texts(id), (await readOutbox()).tooLate.map(item => item.command.mid)]).toEqual([['Water stays in the drum', 'said too soon'], [said.mid]])
  })

  it('[S89] takes what is written later on a refused request along, when that is put right', async () => {
    const { storage } = await switchOn()
    const { fetch } = makeNetwork(server)
    const parts = makeParts(storage, fetch)
    const id = newRequestId()
    const first = await submit({ ...need(id), args: { ...need(id).args, serviceId: 'no-such-thing' } as never }, tick())
    await syncOnce(parts)
    await submit(message(id, 'written later'), tick())
    await syncOnce(parts)
    expect(await attention()).toMatchObject([['Water stays in the drum', 'rejected', undefined], ['written later', 'rejected', first.mid]])
    await sendAgain((await currentReader())!.id, first.mid, need(id).args, tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([await texts(id), await attention()]).toEqual([['Water stays in the drum', 'written later'], []])
  })
})
