import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Page, pageSize, type PullAnswer } from '#protocol/messages.ts'
import { purgeTombstones, tombstoneMs } from '#server/jobs/purge-tombstones.ts'
import { type FeedChange, writeFeed } from '#server/sync/feed-repository.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { Random } from '../../random.ts'

const seed = 20_261

/** A device's base: what it was told, in order. */
function makeBase() {
  const rows = new Map<string, number>()
  let cursor = 0
  return {
    rows,
    get cursor() { return cursor },
    apply({ puts, dels, next, reset }: Page) {
      if (reset) rows.clear()
      for (const { kind, key, version } of puts) rows.set(`${kind}|${key}`, version)
      for (const { kind, key } of dels) rows.delete(`${kind}|${key}`)
      cursor = next
    },
  }
}

describeOnBoth('The purge of tombstones', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  const purge = () => purgeTombstones(server.installation, () => false)
  const write = (device: Device, ...changes: FeedChange[]) => server.installation.database.transaction(trx =>
    writeFeed(trx, { account: device.account, reader: device.member }, changes))
  const put = (key: string): FeedChange => ({ kind: 'mark', key, body: { key } })
  const del = (key: string): FeedChange => ({ kind: 'mark', key, op: 'del', at: server.clock.now })
  async function newDevice() {
    const device = makeDevice(server)
    await device.hello()
    return device
  }
  async function pullTo(device: Device, base: ReturnType<typeof makeBase>) {
    for (let more = true; more;) {
      const [page] = (await device.pull(base.cursor)).pages
      base.apply(page!)
      more = page!.more
    }
  }

  it('[S213] lets a device go on that fills the scope page by page, though its cursor is below the floor', async () => {
    const device = await newDevice()
    const { epoch } = server.installation
    await write(device, ...Array.from({ length: pageSize + 1 }, (_, index) => put(`kept ${index}`)), put('gone'))
    await write(device, del('gone'))
    server.clock.now += tombstoneMs + 1
    await purge()
    const pull = async (cursor: number, fills: string[]) =>
      (await device.post<PullAnswer>('/api/sync/pull', { sender: device.sender, epoch, resultsAfter: 0, cursors: { [device.scope]: cursor }, fills })).body.pages[0]!
    const first = await pull(0, [])
    expect(first).toMatchObject({ more: true, puts: { length: pageSize } })
    expect(await pull(first.next, [])).toMatchObject({ reset: true, next: first.next })
    const second = await pull(first.next, [device.scope])
    expect(second.reset).toBeUndefined()
    expect(second).toMatchObject({ more: false, puts: { length: 2 } })
  })

  it('[S48] [S120] makes a cursor that missed a deletion begin anew, and leaves others alone', async () => {
    const device = await newDevice()
    const [away, here] = [makeBase(), makeBase()]
    await write(device, put('kept'), put('gone'))
    await pullTo(device, away)
    await write(device, del('gone'))
    await pullTo(device, here)
    server.clock.now += tombstoneMs - 1
    await purge()
    expect((await device.pull(away.cursor)).pages[0]).toMatchObject({ dels: [{ key: 'gone' }] })
    server.clock.now += 2
    await purge()
    expect((await device.pull(here.cursor)).pages[0]).not.toHaveProperty('reset')
    const [page] = (await device.pull(away.cursor)).pages
    expect(page).toMatchObject({ reset: true, dels: [] })
    await pullTo(device, away)
    expect(away.rows).toEqual(here.rows)
    expect([...away.rows.keys()].sort()).toEqual(['mark|kept', 'me|me'])
  })

  it('[S120] counts the age of what was deleted twice from the second time', async () => {
    const device = await newDevice()
    await write(device, put('again'))
    await write(device, del('again'))
    server.clock.now += tombstoneMs - 1_000
    await write(device, put('again'))
    const base = makeBase()
    await pullTo(device, base)
    await write(device, del('again'))
    server.clock.now += 2_000
    await purge()
    expect((await device.pull(base.cursor)).pages[0]).toMatchObject({ dels: [{ key: 'again' }] })
  })

  it('[S48] [S120] does the same for public scopes', async () => {
    const write = (keys: string[]) => server.installation.database.transaction(trx =>
      writePublicRows(trx, 'pub', keys.map(key => ({ kind: 'service', key, body: { key } })), { replaceKinds: ['service'], now: server.clock.now }))
    const { version } = await write(['kept', 'gone'])
    await write(['kept'])
    const since = async () => (await (await server.request(`/api/content/pub?since=${version}`)).json() as { page: Page }).page
    expect(await since()).toMatchObject({ dels: [{ key: 'gone' }] })
    server.clock.now += tombstoneMs + 1
    await purge()
    expect(await since()).toMatchObject({ reset: true, dels: [], puts: [{ key: 'kept' }] })
  })

  it('[S120] never lets a pull beside it miss a deletion', async () => {
    const random = new Random(seed)
    const device = await newDevice()
    const bases = [makeBase(), makeBase(), makeBase()]
    for (let round = 0; round < 30; round++) {
      const keys = Array.from({ length: 4 }, () => `row ${random.int(1, 12)}`)
      const pulls = bases.filter(() => random.chance(66)).map(base => pullTo(device, base))
      await Promise.all([...pulls, write(device, ...[...new Set(keys)].map(key => (random.chance(66) ? put(key) : del(key)))), purge()])
      server.clock.now += tombstoneMs / 3
    }
    for (const base of bases) await pullTo(device, base)
    const truth = makeBase()
    await pullTo(device, truth)
    for (const base of bases) expect(base.rows, `seed ${seed}`).toEqual(truth.rows)
  })
})
