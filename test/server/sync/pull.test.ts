import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as otherCalls } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { fold } from '#domain/request/evolve.ts'
import { type Page, pageSize } from '#protocol/messages.ts'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

/** The content hash as sync.md defines it, worked out from nothing but rows. */
function hashOf(puts: Page['puts']): string {
  const sum = puts.reduce((total, { kind, key, version }) => total + createHash('sha256').update(`${kind}|${key}|${version}`).digest().readBigUInt64BE(0), 0n)
  return (sum % 2n ** 64n).toString(16).padStart(16, '0')
}

describeOnBoth('Pull', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  async function newDevice(twin?: Device): Promise<Device> {
    const device = makeDevice(server, twin)
    await device.hello()
    return device
  }
  async function submitted(device: Device): Promise<string> {
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    return requestId
  }
  const say = (device: Device, requestId: string, count: number) =>
    device.push(...Array.from({ length: count }, (_, index) => device.command('postMessage', { requestId, args: { text: `Message ${index}` } })))

  it('[S44] [S50] brings the reader their own row, requests and events, and then nothing more', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    const [page] = (await device.pull()).pages
    expect(page).toMatchObject({ scope: device.scope, more: false, dels: [] })
    expect(page?.puts.map(put => put.kind).sort()).toEqual(['event', 'me', 'request'])
    expect(page?.puts.find(put => put.kind === 'event')?.key).toBe(`${requestId}/00000001`)
    const [next] = (await device.pull(page?.next)).pages
    expect(next).toEqual({ scope: device.scope, puts: [], dels: [], next: page?.next, more: false, hash: page?.hash })
  })

  it('[S44] [S45] [S47] [S52] pages through a long history without losing or doubling a row, and ends with the hash of what was brought', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    for (let batch = 0; batch < 26; batch++) await say(device, requestId, 20)
    const [first] = (await device.pull()).pages
    expect([first?.puts.length, first?.more, first?.hash]).toEqual([pageSize, true, undefined])
    const all = await device.pullAll()
    const keys = all.puts.map(put => `${put.kind}|${put.key}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(all.puts.filter(put => put.kind === 'event')).toHaveLength(521)
    expect(all.puts.map(put => put.version)).toEqual(all.puts.map(put => put.version).toSorted((a, b) => a - b))
    expect(all.hash).toBe(hashOf(all.puts))
    const events = all.puts.filter(put => put.kind === 'event').map(put => put.body as RequestEvent)
    expect(all.puts.find(put => put.kind === 'request')?.body).toEqual(fold(events))
  })

  it('[S45] ends a page early when its rows are large', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    const text = 'å'.repeat(7_900)
    for (let batch = 0; batch < 15; batch++) await device.push(...Array.from({ length: 20 }, () => device.command('postMessage', { requestId, args: { text } })))
    const [page] = (await device.pull()).pages
    expect(page?.more).toBe(true)
    expect(page?.puts.length).toBeLessThan(pageSize)
    expect((await device.pullAll()).puts.filter(put => put.kind === 'event')).toHaveLength(301)
  })

  it('[S46] gives versions without gaps, and shows none below a cursor it has handed out, while several senders write', async () => {
    const device = await newDevice()
    const writers = [device, await newDevice(device), await newDevice(device)]
    const requestId = await submitted(device)
    const own = await submitted(device)
    const seen: number[] = []
    let cursor = 0
    let isWriting = true
    async function follow() {
      for (let last = false; !last;) {
        last = !isWriting
        await otherCalls()
        const [page] = (await device.pull(cursor)).pages
        for (const put of page?.puts ?? []) {
          expect(put.version).toBeGreaterThan(cursor)
          seen.push(put.version)
        }
        cursor = page?.next ?? cursor
      }
    }
    const following = follow()
    for (let round = 0; round < 6; round++) await Promise.all(writers.map((writer, index) => say(writer, index === 0 ? own : requestId, 5)))
    isWriting = false
    await following
    const { puts, hash } = await device.pullAll()
    const rows = await server.installation.db.selectFrom('feed').select('version').where('reader', '=', device.member).execute()
    const events = puts.filter(put => put.kind === 'event')
    expect(events).toHaveLength(2 + 6 * 3 * 5)
    expect(new Set(seen).size).toBe(seen.length)
    for (const put of puts) expect(seen).toContain(put.version)
    // Every command takes one version for its event and one for the row; the newest of each row remain.
    const { version } = await server.installation.db.selectFrom('feed_counter').select('version').where('reader', '=', device.member).executeTakeFirstOrThrow()
    expect(Math.max(...rows.map(row => row.version))).toBe(version)
    expect(version).toBe(2 * events.length + 2)
    expect(hash).toBe(hashOf(puts))
  })

  it('[S41] [S43] never answers a result whose effect is not in the pages after it', async () => {
    const device = await newDevice()
    const requestId = await submitted(device)
    const writing = say(device, requestId, 20)
    for (let i = 0; i < 10; i++) {
      await otherCalls()
      const { results, pages } = await device.pull()
      const scopes = results.flatMap(({ result }) => result.kind === 'applied' ? [result.scopes[device.scope] ?? 0] : [])
      expect(Math.max(0, ...scopes)).toBeLessThanOrEqual(pages[0]?.next ?? 0)
    }
    await writing
  })

  it('[S48] starts afresh for a cursor that this database never gave, below the floor, or of another epoch', async () => {
    const device = await newDevice()
    await submitted(device)
    const all = await device.pullAll()
    expect((await device.pull(all.next + 1)).pages[0]).toMatchObject({ reset: true, puts: all.puts })
    expect((await device.pull(1)).pages[0]).not.toHaveProperty('reset')
    await server.installation.db.updateTable('feed_counter').set({ floor: 3 }).where('reader', '=', device.member).execute()
    expect((await device.pull(1)).pages[0]).toMatchObject({ reset: true, puts: all.puts })
    expect((await device.pull(3)).pages[0]).not.toHaveProperty('reset')
    const { body } = await device.post<{ pages: Page[] }>('/api/sync/pull', { sender: device.sender, epoch: 'another', resultsAfter: 0, cursors: { [device.scope]: 3 } })
    expect(body.pages[0]).toMatchObject({ reset: true, puts: all.puts })
  })
})
