import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hint } from '#protocol/messages.ts'
import { makeLog } from '#server/log.ts'
import { createHints, type Hints } from '#server/sync/hints.ts'
import { shareHints } from '#server/sync/share-hints.ts'
import { whereScopesStand } from '#server/sync/where-scopes-stand.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describe('Hints of several processes on one PostgreSQL', () => {
  let server: TestInstallation
  const open: Hints[] = []
  beforeAll(async () => { server = await makeInstallation('postgres') })
  afterAll(async () => {
    for (const hints of open) hints.close()
    await server.stop()
  })

  /** As another process would have them. */
  function otherHints(): Hints {
    const hints = shareHints(createHints(), {
      url: server.fresh.place.url!, log: makeLog(line => { server.log.push(line) }), askEveryMs: 500,
      readVersions: owners => whereScopesStand(server.installation.db, owners),
    })
    open.push(hints)
    return hints
  }
  const connections = async () =>
    (await sql<{ pid: number }>`select pid from pg_stat_activity where application_name = 'servus hints' and datname = current_database() and state = 'idle'`.execute(server.installation.db)).rows
  const owner = { account: 'a', reader: 'me' }
  const nextOf = (hints: Hints) => hints.wait(owner, async () => [])

  it('[S123] reach streams of the others, once, and the newest of several', async () => {
    const [one, two] = [otherHints(), otherHints()]
    await expect.poll(async () => (await connections()).length).toBe(2)
    const heard = nextOf(two)
    for (let version = 1; version <= 5; version++) one.tell({ scope: 'r:me', version })
    expect(await heard).toEqual([{ scope: 'r:me', version: 5 }])
  })

  it('[S123] that were lost with the connection are made good: streams are told where they stand, the desk\'s are ended', async () => {
    const hints = otherHints()
    const device = makeDevice(server)
    await device.hello()
    await expect.poll(async () => (await connections()).length).toBe(3)
    const own = { account: device.account, reader: device.member }
    const desk = hints.openDesk().getReader()
    await desk.read()
    const heard = hints.wait(own, async () => [])
    await device.push(device.command('submit', { requestId: randomUUID(), args: needArgs() }))
    for (const { pid } of await connections()) await sql`select pg_terminate_backend(${pid}::int)`.execute(server.installation.db)
    const { next } = await device.pullAll()
    expect(await heard).toEqual([{ scope: device.scope, version: next } as Hint])
    expect((await desk.read()).done).toBe(true)
    await expect.poll(async () => (await connections()).length, { timeout: 5_000 }).toBe(3)
    expect(server.log.some(line => line.includes('connection for hints was lost'))).toBe(true)
  })
})
