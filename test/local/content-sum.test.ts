import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPosition } from '#local/apply-page.ts'
import { mendAgainMs } from '#local/check-sum.ts'
import { changeSum, emptySum, sumOf } from '#local/content-sum.ts'
import { currentReader } from '#local/device.ts'
import { readDoubts } from '#local/doubts.ts'
import { pullContent } from '#local/pull-content.ts'
import { pullPage, pullReader } from '#local/pull.ts'
import { projectedRequest } from '#local/requests.ts'
import { shaPrefix } from '#local/sha256.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { changeHash, rowHash } from '#server/sync/content-hash.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, tick } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())

/** A phone whose request and messages have all arrived. */
async function setUp() {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  const id = newRequestId()
  await submit(need(id), tick())
  for (let index = 0; index < 5; index++) await submit(message(id, `message ${index}`), tick())
  expect(await syncOnce(parts)).toEqual({ kind: 'done' })
  const reader = (await currentReader())!
  const scope = `r:${reader.id}` as const
  const base = storage.baseOf(reader.id)
  const events = async () => (await projectedRequest(id))!.events.length
  const pulls = () => network.calls.filter(call => call.path === '/api/sync/pull').length
  return { storage, network, fetch, parts, id, reader, scope, base, events, pulls }
}

const counterOf = async (reader: string) =>
  server.installation.db.selectFrom('feed_counter').select(['version', 'hash']).where('reader', '=', reader).executeTakeFirstOrThrow()
const setHash = async (reader: string, hash: string) => {
  await server.installation.db.updateTable('feed_counter').set({ hash }).where('reader', '=', reader).execute()
}

describe('The sum of what a scope holds', () => {
  it('[S150] begins as SHA-256 does, for texts of every length', () => {
    for (let length = 0; length < 300; length++) {
      const text = Array.from({ length }, (_, index) => String.fromCodePoint(0x20 + (index * 7_919 + length) % 0x2FDF)).join('')
      const digest = createHash('sha256').update(text).digest()
      expect(shaPrefix(text), JSON.stringify(text)).toEqual([digest.readUInt32BE(0), digest.readUInt32BE(4)])
    }
  })

  it('[S150] comes to the same here and at the server, whatever comes and goes', () => {
    const rows = Array.from({ length: 500 }, (_, version) => ({ kind: 'event', key: newRequestId(), version }))
    const parts = (from: number, to: number) => rows.slice(from, to).map(({ kind, key, version }) => rowHash(kind, key, version))
    const there = changeHash(changeHash(emptySum, parts(0, 500), []), [], parts(100, 450))
    expect(changeSum(changeSum(emptySum, sumOf(rows), 0n), 0n, sumOf(rows.slice(100, 450)))).toBe(there)
    expect(changeSum(there, 0n, sumOf([...rows.slice(0, 100), ...rows.slice(450)]))).toBe(emptySum)
  })

  it('[S150] is kept with the rows, page by page, and is the server\'s once the scope is whole', async () => {
    const { parts, network, fetch, id, reader, base, scope } = await setUp()
    network.pageRows = 3
    for (let index = 0; index < 4; index++) {
      await submit(message(id, `more ${index}`), tick())
      await syncOnce(parts)
      expect((await base.feeds.get(scope))!.sum).toBe((await counterOf(reader.id)).hash)
    }
    // Another phone, from the start and in many small pages.
    const { storage } = await switchOn()
    await storage.device.readers.add(reader)
    await pullReader(makeParts(storage, fetch), reader)
    expect((await storage.baseOf(reader.id).feeds.get(scope))!.sum).toBe((await counterOf(reader.id)).hash)
    expect(await readDoubts()).toEqual([])
  })

  it('[S150] of a base from before there were sums is counted once', async () => {
    const { parts, reader, base, scope, pulls } = await setUp()
    const { sum, ...feed } = (await base.feeds.get(scope))!
    await base.feeds.put(feed)
    const before = pulls()
    await pullReader(parts, reader)
    expect([(await base.feeds.get(scope))!.sum, pulls() - before]).toEqual([sum, 1])
  })
})

describe('A scope that is not what the server has', () => {
  it('[S151] is fetched anew beside what is shown, which stays until the new one is whole', async () => {
    const { parts, network, reader, base, scope, events } = await setUp()
    const lost = (await base.rows.where('[scope+fill+kind+key]').between([scope, 1, 'event', ''], [scope, 1, 'event', '\uffff']).toArray()).at(-1)!
    await base.rows.delete([lost.scope, lost.fill, lost.kind, lost.key])
    await base.feeds.update(scope, { sum: changeSum((await base.feeds.get(scope))!.sum!, 0n, sumOf([lost])) })
    expect(await events()).toBe(5)
    network.pageRows = 3
    expect(await pullPage(parts, reader)).toEqual({ ok: true, value: 'more' })
    expect((await readPosition(base, scope))).toMatchObject({ fill: 2, cursor: 0 })
    while ((await pullPage(parts, reader) as { value: string }).value === 'more') expect(await events()).toBe(5)
    expect([await events(), await readDoubts(), (await base.feeds.get(scope))!.filling]).toEqual([6, [], undefined])
    expect((await base.feeds.get(scope))!.sum).toBe((await counterOf(reader.id)).hash)
  })

  it('[S151] keeps what waits for it on the screen', async () => {
    const { parts, network, id, reader, storage, base, scope, events } = await setUp()
    await submit(message(id, 'the newest'), tick())
    await base.feeds.update(scope, { sum: emptySum })
    network.pageRows = 2
    const seen: number[] = []
    network.before = async () => { seen.push(await events()) }
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(new Set([...seen, await events()])).toEqual(new Set([7]))
    expect(await storage.outboxOf(reader.id).commands.where('state').equals('applied').count()).toBe(0)
  })

  it('[S152] is told when it differs again within a day, and is not fetched for ever', async () => {
    const { parts, reader, base, scope, events, pulls } = await setUp()
    const { hash } = await counterOf(reader.id)
    await setHash(reader.id, 'ffffffffffffffff')
    await pullReader(parts, reader)
    expect(await readDoubts()).toEqual([{ scope, since: expect.any(Number) }])
    expect((await base.feeds.get(scope))!.shown).toBe(2)
    const [before, doubts] = [pulls(), await readDoubts()]
    for (let index = 0; index < 3; index++) await pullReader(parts, reader)
    expect([pulls() - before, await events(), await readDoubts()]).toEqual([3, 6, doubts])
    // After a day it is tried once more.
    const tomorrow = { ...parts, now: () => tick() + mendAgainMs }
    await pullReader(tomorrow, reader)
    expect((await base.feeds.get(scope))!.shown).toBe(3)
    await setHash(reader.id, hash)
    await pullReader(parts, reader)
    expect(await readDoubts()).toEqual([])
  })

  it('[S151] may be one of public content', async () => {
    const { parts, storage } = await setUp()
    const { db } = server.installation
    const put = (version: number) => db.insertInto('public_row').values({ scope: 'pub', kind: 'category', key: `c${version}`, version, op: 'put', body: JSON.stringify({ id: `c${version}`, order: version }) }).execute()
    const hashOf = (to: number) => changeHash(emptySum, Array.from({ length: to }, (_, index) => rowHash('category', `c${index + 1}`, index + 1)), [])
    await put(1)
    await put(2)
    await db.deleteFrom('public_counter').where('scope', '=', 'pub').execute()
    await db.insertInto('public_counter').values({ scope: 'pub', version: 2, hash: hashOf(2), floor: 0 }).execute()
    await pullContent(parts)
    await storage.content.rows.delete(['pub', 1, 'category', 'c1'])
    await storage.content.feeds.update('pub', { sum: hashOf(1) })
    await put(3)
    await db.updateTable('public_counter').set({ version: 3, hash: hashOf(3) }).where('scope', '=', 'pub').execute()
    await pullContent(parts)
    expect((await storage.content.rows.toArray()).map(row => [row.fill, row.key])).toEqual([[2, 'c1'], [2, 'c2'], [2, 'c3']])
    expect(await storage.content.feeds.get('pub')).toMatchObject({ shown: 2, settled: 3, sum: hashOf(3) })
  })
})
