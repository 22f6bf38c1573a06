import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PullAnswer } from '#protocol/messages.ts'
import type { CommandResult } from '#protocol/results.ts'
import { isPassing } from '#server/db/failures.ts'
import { failuresUntilParked } from '#server/sync/park-command.ts'
import { runParkedCommand } from '#server/sync/parked-command.ts'
import { listParked } from '#server/sync/parked-repository.ts'
import { replayParked } from '#server/sync/replay-parked.ts'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('Parking', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  /** The event can be stored, the feed after it cannot: its next version is taken. */
  const shiftFeed = (device: Device, by: 1 | -1) =>
    server.installation.db.updateTable('feed_counter').set(eb => ({ version: eb('version', '+', by) })).where('reader', '=', device.member).execute()
  const eventsOf = (mid: string) => server.installation.db.selectFrom('event').select('idx').where('mid', '=', mid).execute()
  const linesOf = (answer: { body: { lines?: unknown[] } }) =>
    answer.body.lines?.map(line => { const { result } = line as { result: CommandResult }; return result.kind === 'rejected' ? result.rejection.code : result.kind })
  const lateOf = async (device: Device, ...parked: string[]) =>
    (await device.post<PullAnswer>('/api/sync/pull', { sender: device.sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: {}, parked })).body.late

  /** A device with a request, whose next command fails until it is parked; the feed is in order again afterwards. */
  async function parkOne() {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const command = device.command('postMessage', { requestId, args: { text: 'It cannot be stored' } })
    await shiftFeed(device, -1)
    for (let failures = 1; failures < failuresUntilParked; failures++) expect((await device.push(command)).status).toBe(503)
    const behind = [device.command('void'), device.command('postMessage', { requestId, args: { text: 'after that' }, dependsOn: [2] })]
    const answer = await device.push(command, ...behind)
    await shiftFeed(device, 1)
    return { device, requestId, command, behind, answer }
  }

  it('[S104] parks a command at its eighth failure, with its words, and goes on with those behind it', async () => {
    const { device, command, answer } = await parkOne()
    expect(answer.status).toBe(200)
    expect(linesOf(answer)).toEqual(['parked', 'void', 'dependency'])
    const [kept] = await listParked(server.installation.db, command.mid)
    expect(JSON.parse(kept!.command)).toMatchObject({ mid: command.mid, args: { text: 'It cannot be stored' } })
    expect(JSON.parse(kept!.actor)).toMatchObject({ kind: 'member', id: device.member })
    expect(server.log.filter(line => line.includes('was parked') && line.includes(command.mid))).toHaveLength(1)
    expect(linesOf(await device.push(command)), 'it has its result').toEqual(['parked'])
    expect(await eventsOf(command.mid)).toEqual([])
  })

  it('[S24] [S104] parks the very first command of a sender that never said hello', async () => {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const unheard = makeDevice(server, device)
    const command = unheard.command('postMessage', { requestId, args: { text: 'It cannot be stored' } })
    await shiftFeed(device, -1)
    for (let failures = 1; failures < failuresUntilParked; failures++) expect((await unheard.push(command)).status).toBe(503)
    expect(linesOf(await unheard.push(command, unheard.command('void')))).toEqual(['parked', 'void'])
    await shiftFeed(device, 1)
  })

  it('[S105] counts no failure that lies in the surroundings', async () => {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const text = 'No room '.repeat(900)
    const commands = Array.from({ length: 20 }, () => device.command('postMessage', { requestId, args: { text } }))
    const { db } = server.installation
    if (kind === 'sqlite') await sql.raw(`pragma max_page_count = 1`).execute(db)
    else {
      await sql`create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`.execute(db)
      await sql`create trigger full_disk before insert on event for each row execute function full_disk()`.execute(db)
    }
    for (let failures = 0; failures < failuresUntilParked + 2; failures++) expect((await device.push(...commands)).status).toBe(503)
    if (kind === 'sqlite') await sql.raw(`pragma max_page_count = 1000000`).execute(db)
    else await sql`drop trigger full_disk on event`.execute(db)
    expect(await db.selectFrom('command_failure').selectAll().where('sender_id', '=', device.sender).execute()).toEqual([])
    expect(new Set(linesOf(await device.push(...commands)))).toEqual(new Set(['applied']))
  })

  it('[S106] [S108] replays a parked command as who gave it, once, and tells the device with its next pull', async () => {
    const { device, command } = await parkOne()
    expect(await lateOf(device, command.mid)).toEqual([])
    server.clock.now += 5_000
    const written: string[] = []
    const parts = { database: server.installation.database, now: server.clock.now, write: (text: string) => { written.push(text) } }
    await runParkedCommand(['list'], parts)
    expect(written.join('')).toContain(command.mid)
    expect(await runParkedCommand(['replay', command.mid], parts)).toBe(0)
    expect(await runParkedCommand(['replay', command.mid], parts), 'there is nothing left').toBe(1)
    expect(await lateOf(device, command.mid, randomUUID())).toEqual([{
      seq: 2, mid: command.mid, result: { kind: 'applied', scopes: { [device.scope]: expect.any(Number) }, event: 2, at: server.clock.now - 5_000 },
    }])
    expect(await eventsOf(command.mid)).toHaveLength(1)
    expect(linesOf(await device.push(command))).toEqual(['applied'])
    expect(await runParkedCommand(['replay'], parts)).toBe(2)
  })

  it('[S106] leaves a command parked that fails again', async () => {
    const { device, command } = await parkOne()
    await shiftFeed(device, -1)
    const written: string[] = []
    expect(await runParkedCommand(['replay', command.mid], { database: server.installation.database, now: 1, write: text => { written.push(text) } })).toBe(1)
    await shiftFeed(device, 1)
    expect(written.join('')).toContain('stays parked')
    expect(await listParked(server.installation.db, command.mid)).toHaveLength(1)
  })

  it('[S107] lets its writer withdraw a parked command, and no replay brings it back', async () => {
    const { device, command } = await parkOne()
    const [kept] = await listParked(server.installation.db, command.mid)
    expect(linesOf(await device.push(device.command('withdrawParked', { args: { mid: command.mid } })))).toEqual(['applied'])
    expect(await lateOf(device, command.mid)).toMatchObject([{ mid: command.mid, result: { kind: 'void' } }])
    expect(await replayParked(server.installation.database, kept!, server.clock.now)).toBeUndefined()
    expect(await eventsOf(command.mid)).toEqual([])
    expect(linesOf(await device.push(device.command('withdrawParked', { args: { mid: command.mid } }), device.command('withdrawParked', { args: {} }))))
      .toEqual(['void', 'invalid'])
  })

  it('[S106] [S107] lets one of replay and withdrawal win, however close they come', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 6; round++) {
      const { device, command } = await parkOne()
      const [kept] = await listParked(server.installation.db, command.mid)
      const withdraw = () => device.push(device.command('withdrawParked', { args: { mid: command.mid } }))
      const replay = () => replayParked(server.installation.database, kept!, server.clock.now)
      const [withdrawn, replayed] = round % 2 ? await Promise.all([withdraw(), replay()]) : (await Promise.all([replay(), withdraw()])).reverse() as [Awaited<ReturnType<typeof withdraw>>, Awaited<ReturnType<typeof replay>>]
      const [late] = await lateOf(device, command.mid) ?? []
      expect([linesOf(withdrawn)?.[0], replayed?.result.kind, late?.result.kind, (await eventsOf(command.mid)).length])
        .toEqual(replayed ? ['void', 'applied', 'applied', 1] : ['applied', undefined, 'void', 0])
      outcomes.add(String(late?.result.kind))
    }
    expect(outcomes.size).toBeGreaterThan(0)
  })

  it('[S28] [S107] tries a parked command anew from another sender, and then neither replay nor withdrawal doubles it', async () => {
    const { device, command } = await parkOne()
    const fork = makeDevice(server, device)
    await fork.hello()
    expect(linesOf(await fork.push({ ...command, seq: 1 }))).toEqual(['applied'])
    expect(linesOf(await fork.push(fork.command('withdrawParked', { args: { mid: command.mid }, seq: 2 }))), 'too late').toEqual(['void'])
    expect(await lateOf(device, command.mid)).toMatchObject([{ result: { kind: 'applied', event: 2 } }])
    expect(await eventsOf(command.mid)).toHaveLength(1)
  })
})

describe('Failures', () => {
  const withCode = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

  it.each(['08006', '57P01', '57014', '53100', '40001', '40P01', '55P03', 'SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR_FSYNC', 'SQLITE_LOCKED_SHAREDCACHE', 'ECONNRESET', 'ENOSPC'])(
    '[S105] pass by themselves with code %s', code => {
      expect(isPassing(withCode(code))).toBe(true)
      expect(isPassing(new Error('wrapped', { cause: withCode(code) }))).toBe(true)
    })

  it.each(['23505', '23502', '22012', '42703', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_MISMATCH', 'SQLITE_CORRUPT', 'ERR_INVALID_ARG_TYPE'])(
    '[S104] are the command\'s own with code %s', code => { expect(isPassing(withCode(code))).toBe(false) })

  it('[S105] are known by words where a client gives no code', () => {
    expect(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'].map(words => isPassing(new Error(words)))).toEqual([true, true])
    expect(isPassing(new TypeError('x is not a function'))).toBe(false)
  })
})
