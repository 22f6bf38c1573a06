import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ContentHead, ContentPage, Put, SnapshotStart } from '#protocol/messages.ts'
import type { Scope } from '#protocol/scopes.ts'
import { readPublicCounters } from '#server/sync/content-page.ts'
import { editionOf } from '#server/sync/content-snapshot.ts'
import { readSnapshots } from '#server/sync/content-snapshot-repository.ts'
import { keepSnapshots } from '#server/sync/keep-snapshots.ts'
import { type PublicRow, writePublicRows } from '#server/sync/public-rows.ts'
import { changeHash, emptyHash, rowHash } from '#server/sync/content-hash.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDevice, needArgs } from '../device.ts'
import { Random } from '../../random.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const row = (key: string, title = key): PublicRow => ({ kind: 'service', key, body: { title } })
const rows = (count: number, title?: string) => Array.from({ length: count }, (_, index) => row(`s${index}`, title))

describeOnBoth('A snapshot of public content', kind => {
  let server: TestInstallation
  beforeEach(async () => { server = await makeInstallation(kind) })
  afterEach(() => server.stop())

  const write = (wanted: PublicRow[], scope: Scope = 'pub') =>
    server.installation.database.transaction(trx => writePublicRows(trx, scope, wanted, { replaceKinds: ['service'] }))
  const head = async () => await (await server.request('/api/content/head')).json() as ContentHead
  /** The head once everything that it set going is done. */
  async function settledHead(): Promise<ContentHead> {
    const { installation } = server
    await head()
    await keepSnapshots(installation, await readPublicCounters(installation.db), await readSnapshots(installation.db, editionOf(installation.epoch)))
    return head()
  }
  const addressOf = (told: ContentHead, scope = 'pub') => told.snapshots[scope]?.address ?? '/api/content/pub/none'
  async function read(address: string): Promise<{ start: SnapshotStart, puts: Put[], text: string }> {
    const text = await (await server.request(address)).text()
    const [start, ...puts] = text.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
    return { start: start as SnapshotStart, puts: puts as Put[], text }
  }
  const pageAfter = async (since: number) => (await (await server.request(`/api/content/pub?since=${since}`)).json() as ContentPage).page

  it('[S180] [S181] is named by the head and holds the scope as it stood, with its hash', async () => {
    await write(rows(600))
    const told = await settledHead()
    expect(told).toMatchObject({ versions: { pub: 600, 'pub:ru': 0 }, floors: { pub: 0, 'pub:ru': 0 }, snapshots: { pub: { version: 600 } } })
    expect(Object.keys(told.snapshots)).toEqual(['pub'])
    const { start, puts } = await read(addressOf(told))
    expect(start).toEqual({ protocol: told.protocol, epoch: told.epoch, scope: 'pub', version: 600, rows: 600, hash: (await pageAfter(500)).hash })
    expect(puts.map(put => put.version)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1))
    expect(puts[7]).toEqual({ kind: 'service', key: 's7', version: 8, body: { title: 's7' } })
  })

  it('[S182] never changes under its address, for any cache and without a cookie', async () => {
    await write(rows(40))
    const address = addressOf(await settledHead())
    const plain = await server.request(address)
    expect([plain.status, plain.headers.get('cache-control'), plain.headers.get('set-cookie'), plain.headers.get('vary')])
      .toEqual([200, 'public, max-age=31536000, immutable', null, 'accept-encoding'])
    const text = await plain.text()
    for (const [encoding, decode] of [['gzip', gunzipSync], ['br', brotliDecompressSync]] as const) {
      const encoded = await server.request(address, { headers: { 'accept-encoding': encoding } })
      expect(encoded.headers.get('content-encoding')).toBe(encoding)
      expect(decode(await encoded.arrayBuffer()).toString()).toBe(text)
    }
    const again = await server.request(address, { headers: { 'if-none-match': plain.headers.get('etag')! } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await write(rows(40, 'other'))
    await settledHead()
    expect(await (await server.request(address)).text()).toBe(text)
  })

  it('[S183] of an address that is not known, or no more, is not found, and no cache keeps that', async () => {
    await write(rows(3))
    const first = addressOf(await settledHead())
    for (const title of ['a', 'b', 'c']) {
      server.clock.now += 1000
      await write([...rows(2, title), row('s2', title)])
      await write([row('s0', title)])
      expect(addressOf(await settledHead())).not.toBe(first)
    }
    for (const address of [first, '/api/content/pub/none', '/api/content/pub%3Axx/none', '/api/content/r%3Asomebody/none']) {
      const answer = await server.request(address)
      expect([answer.status, answer.headers.get('cache-control')], address).toEqual([404, 'no-store'])
    }
  })

  it('[S184] is kept while little has changed and made anew when much has, or when something was taken back', async () => {
    await write(rows(10))
    const first = addressOf(await settledHead())
    await write(rows(10).map((each, index) => (index === 3 ? row('s3', 'better') : each)))
    expect(addressOf(await settledHead())).toBe(first)
    await write(rows(9))
    const second = addressOf(await settledHead())
    expect(second).not.toBe(first)
    expect((await read(second)).text).not.toContain('s9')
    await write(rows(300))
    expect(addressOf(await settledHead())).not.toBe(second)
  })

  it('[S185] is of the same name whichever process makes it, and of another after a restore', async () => {
    await write(rows(20))
    const told = await settledHead()
    await server.installation.db.deleteFrom('public_snapshot').execute()
    const twin = { ...server.installation, database: { ...server.installation.database } }
    await keepSnapshots(twin, await readPublicCounters(twin.db), new Map())
    expect(addressOf(await head())).toBe(addressOf(told))
    server.installation.epoch = 'restored'
    expect((await head()).snapshots).toEqual({})
  })

  it('[S186] is never named below the floor', async () => {
    await write(rows(20))
    await settledHead()
    await write([...rows(20, 'x')])
    await server.installation.db.updateTable('public_counter').set({ floor: 21 }).execute()
    expect(await head()).toMatchObject({ floors: { pub: 21 }, snapshots: {} })
    expect(await settledHead()).toMatchObject({ snapshots: { pub: { version: 40 } } })
  })

  it('[S187] holds nothing of a reader, of another scope, or that was taken back', async () => {
    const device = makeDevice(server)
    await device.hello()
    await device.push(device.command('submit', { requestId: crypto.randomUUID(), args: needArgs({ text: 'A private need' }) }))
    await write([row('old', 'taken back'), ...rows(2)])
    await write([row('ru', 'in Russian')], 'pub:ru')
    await write(rows(2))
    const told = await settledHead()
    const { text } = await read(addressOf(told))
    for (const hidden of ['A private need', 'taken back', 'in Russian', device.member]) expect(text).not.toContain(hidden)
    expect((await read(addressOf(told, 'pub:ru'))).text).toContain('in Russian')
  })

  it('[S188] the head changes its tag with what it tells, not with the clock', async () => {
    await write(rows(2))
    await settledHead()
    const first = await server.request('/api/content/head')
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const ask = (etag: string) => server.request('/api/content/head', { headers: { 'if-none-match': etag } })
    const tag = first.headers.get('etag')!
    server.clock.now += 60_000
    expect((await ask(tag)).status).toBe(304)
    await write(rows(3))
    expect((await ask(tag)).status).toBe(200)
  })

  it('[S181] with the increments after it is what the pages from 0 are', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 100_000)
    console.log(`content snapshot: SEED=${seed}`)
    const random = new Random(seed)
    for (let step = 0; step < 12; step++) {
      const wanted = rows(30).filter(() => random.chance(70)).map(each => row(each.key, `v${random.int(0, 2)}`))
      await write(wanted)
      if (random.chance(50)) await settledHead()
    }
    const told = await settledHead()
    const { start, puts } = await read(addressOf(told))
    const together = new Map(puts.map(put => [put.key, put]))
    const later = await pageAfter(start.version)
    for (const put of later.puts) together.set(put.key, put)
    for (const del of later.dels) together.delete(del.key)
    const whole = await pageAfter(0)
    expect([...together.values()].toSorted((a, b) => a.version - b.version)).toEqual(whole.puts)
    expect(changeHash(emptyHash, puts.map(put => rowHash(put.kind, put.key, put.version)), [])).toBe(start.hash)
  })
})
