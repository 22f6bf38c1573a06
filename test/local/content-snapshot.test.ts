import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publicScope } from '#protocol/scopes.ts'
import { readRows } from '#local/read-rows.ts'
import { syncOnce } from '#local/sync-once.ts'
import { readPublicCounters } from '#server/sync/content-page.ts'
import { editionOf } from '#server/sync/content-snapshot.ts'
import { readSnapshots } from '#server/sync/content-snapshot-repository.ts'
import { keepSnapshots } from '#server/sync/keep-snapshots.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { Random } from '../random.ts'
import { makeNetwork, makeParts, makeStorage, newPlace } from './phone.ts'

let server: TestInstallation
let network: ReturnType<typeof makeNetwork>
beforeEach(async () => {
  server = await makeInstallation('sqlite')
  network = makeNetwork(server)
})
afterEach(() => server.stop())

const write = (count: number, title: string) => server.installation.database.transaction(trx => writePublicRows(
  trx, publicScope, Array.from({ length: count }, (_, index) => ({ kind: 'category', key: `c${index}`, body: { id: `c${index}`, title } })), { replaceKinds: ['category'] }))
async function makeSnapshots() {
  const { installation } = server
  await keepSnapshots(installation, await readPublicCounters(installation.db), await readSnapshots(installation.db, editionOf(installation.epoch)))
}
const phone = (fetch = network.fetch) => makeParts(makeStorage(newPlace()), fetch)
const titles = async ({ storage }: ReturnType<typeof phone>) => (await readRows(storage.content, publicScope, 'category')).map(row => (row as unknown as { title: string }).title)
const isSnapshot = (path: string) => /^\/api\/content\/pub\/[0-9a-f]{32}$/.test(path)
const snapshotsAsked = () => network.network.calls.filter(call => isSnapshot(call.path)).length
const pagesAsked = () => network.network.calls.filter(call => call.path.includes('since=')).map(call => call.path)

describe('The first load of public content', () => {
  it('[S189] [S54] begins with the snapshot, goes on with what came after it, and names nobody', async () => {
    await write(700, 'first')
    await makeSnapshots()
    await write(701, 'first')
    const credentials = new Set<unknown>()
    const parts = phone((async (input: string, init: RequestInit) => {
      credentials.add(`${init.credentials} ${new Headers(init.headers).get('authorization')}`)
      return network.fetch(input, init)
    }) as typeof fetch)
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([snapshotsAsked(), pagesAsked()]).toEqual([1, ['/api/content/pub?since=700']])
    expect([...credentials]).toEqual(['omit null'])
    expect(await titles(parts)).toHaveLength(701)
    expect(await parts.storage.content.feeds.get(publicScope)).toMatchObject({ settled: 701, epoch: server.installation.epoch })
    expect(await parts.storage.content.feeds.get(publicScope)).not.toHaveProperty('differsSince')
  })

  it.each(['gone', 'cut', 'captive words inside', 'of another epoch', 'of a wrong count'])('[S189] goes on by pages where the snapshot is %s', async trouble => {
    await write(600, 'whole')
    await makeSnapshots()
    const spoil = async (answer: Response): Promise<Response> => {
      const text = await answer.text()
      switch (trouble) {
        case 'gone': return server.request('/api/content/pub/none')
        case 'cut': return new Response(text.slice(0, text.length / 2), answer)
        case 'captive words inside': return new Response(text.replace('"c300"', '<html>'), answer)
        case 'of another epoch': return new Response(text.replace(server.installation.epoch, 'other'), answer)
        default: return new Response(text.replace('"rows":600', '"rows":601'), answer)
      }
    }
    const parts = phone((async (input: string, init: RequestInit) => {
      const answer = await network.fetch(input, init)
      return isSnapshot(input) ? spoil(answer) : answer
    }) as typeof fetch)
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([snapshotsAsked(), (await titles(parts)).length]).toEqual([1, 600])
    expect(pagesAsked()).not.toEqual([])
  })

  it('[S189] of another epoch fills a second base, and the first is shown until that is whole', async () => {
    await write(300, 'before')
    const parts = phone()
    await syncOnce(parts)
    server.installation.epoch = 'restored'
    await server.installation.db.deleteFrom('public_row').execute()
    await server.installation.db.deleteFrom('public_counter').execute()
    await write(300, 'restored')
    await makeSnapshots()
    network.network.faults = [undefined, 'captive']
    await syncOnce(parts)
    expect(new Set(await titles(parts))).toEqual(new Set(['before']))
    await syncOnce(parts)
    expect(new Set(await titles(parts))).toEqual(new Set(['restored']))
    expect(await parts.storage.content.rows.count()).toBe(300)
  })

  it('[S181] [S189] comes to the same whenever it begins and however often it is begun', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 100_000)
    console.log(`first load of content: SEED=${seed}`)
    const random = new Random(seed)
    const phones = [phone(), phone(), phone()]
    for (let step = 0; step < 12; step++) {
      await write(random.int(1, 400), `v${random.int(0, 2)}`)
      if (random.chance(40)) await makeSnapshots()
      if (random.chance(15)) server.installation.epoch = `e${step}`
      if (random.chance(60)) network.network.faults = [undefined, random.pick(['cut', 'captive', 'loseReply', 'slow'] as const)]
      await syncOnce(random.pick(phones))
    }
    network.network.faults = []
    const fresh = phone()
    for (const each of [fresh, ...phones]) {
      expect(await syncOnce(each)).toEqual({ kind: 'done' })
      expect(await titles(each)).toEqual(await titles(fresh))
    }
    const kept = await server.installation.db.selectFrom('public_row').select('key').where('scope', '=', 'pub').where('op', '=', 'put').execute()
    expect(await titles(fresh)).toHaveLength(kept.length)
  })
})
