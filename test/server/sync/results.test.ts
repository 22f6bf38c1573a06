import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import type { CommandResult, PushLine } from '#protocol/results.ts'
import { journalWindowMs } from '#server/sync/first-arrival.ts'
import { pruneResults, resultsKeptMs } from '#server/sync/prune-results.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDeskPerson } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, startOfTests, type TestInstallation } from '../make-installation.ts'

const resultOf = (line: PushLine | undefined): CommandResult | undefined => (line && 'result' in line ? line.result : undefined)
const told = (lines: readonly PushLine[]) => lines.map(line => {
  const result = resultOf(line)
  return `${line.status} ${result?.kind === 'rejected' ? `${result.rejection.code} ${result.rejection.params.field ?? ''}`.trim() : result?.kind}`
})

describeOnBoth('Results', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  async function newDevice(twin?: Device): Promise<Device> {
    const device = makeDevice(server, twin)
    await device.hello()
    return device
  }
  const eventsOf = async (account: string) =>
    (await server.installation.db.selectFrom('event').select('body').where('account_id', '=', account).orderBy('position').execute()).map(row => JSON.parse(row.body) as RequestEvent)

  it('[S31] refuses a malformed envelope whole, and takes nothing of it', async () => {
    const device = await newDevice()
    const good = device.command('submit', { requestId: randomUUID(), args: needArgs() })
    for (const wrong of [{ ...good, seq: 0 }, { ...good, mid: 'x' }, { ...good, seq: undefined }, 'x', null]) {
      const { status, body } = await device.post('/api/sync/push', { sender: device.sender, epoch: server.installation.epoch, commands: [good, wrong] })
      expect([status, body.error?.code, body.error?.issues?.[0]?.field]).toEqual([400, 'bad-request', expect.stringMatching(/^commands\.1/)])
    }
    expect((await device.push(...Array.from({ length: 21 }, (_, index) => ({ ...good, seq: index + 1 })))).status).toBe(400)
    expect(await eventsOf(device.account)).toEqual([])
  })

  it('[S109] refuses a command that it cannot read on its own, and takes those around it', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const message = () => device.command('postMessage', { requestId, args: { text: 'Hello' } })
    const commands = [
      device.command('submit', { requestId, args: needArgs() }), { ...message(), name: 'teleport' }, { ...message(), v: 9 }, { ...message(), isAdmin: true },
      { ...message(), args: 'x' }, { ...message(), ['y'.repeat(5_000)]: 1 }, message(),
    ]
    const { status, body } = await device.post<{ lines: PushLine[] }>('/api/sync/push', { sender: device.sender, epoch: server.installation.epoch, commands })
    expect(status).toBe(200)
    expect(told(body.lines.toSpliced(5, 1))).toEqual(['done applied', 'done invalid name', 'done invalid v', 'done invalid isAdmin', 'done invalid args', 'done applied'])
    expect(JSON.stringify(body.lines[5]).length, 'what was sent is not sent back').toBeLessThan(400)
    expect(told((await device.push({ ...message(), mid: commands[1]!.mid, seq: 2 })).body.lines)).toEqual(['already invalid name'])
  })

  it('[S110] keeps results until they were acknowledged, and at least 400 days', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }), device.command('void'), device.command('void'))
    const kept = async () => (await device.pull()).results.map(({ seq }) => seq)
    await device.pull(0, 9)
    expect(await pruneResults(server.installation.db, server.clock.now + resultsKeptMs + 1), 'nobody has heard of these').toBe(0)
    await device.pull(0, 2)
    await device.pull(0, 1)
    expect(await pruneResults(server.installation.db, server.clock.now + resultsKeptMs)).toBe(0)
    expect(await kept()).toEqual([1, 2, 3])
    expect(await pruneResults(server.installation.db, server.clock.now + resultsKeptMs + 1)).toBe(2)
    expect(await kept()).toEqual([3])
  })

  it('[S111] knows what took effect when its result is pruned', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const submit = device.command('submit', { requestId, args: needArgs() })
    const message = device.command('postMessage', { requestId, args: { text: 'once' } })
    await device.push(submit, message, device.command('void'))
    await device.pull(0, 3)
    await pruneResults(server.installation.db, server.clock.now + resultsKeptMs + 1)
    const again = await device.push(submit, message)
    expect(told(again.body.lines)).toEqual(['already applied', 'already applied'])
    expect(resultOf(again.body.lines[1])).toEqual({ kind: 'applied', scopes: { [device.scope]: (await device.pullAll()).next }, event: 2, at: startOfTests })
    const twin = await newDevice(device)
    expect(told((await twin.push({ ...message, seq: 1 }, twin.command('void', { mid: submit.mid, seq: 2 }))).body.lines)).toEqual(['already applied', 'already applied'])
    expect((await device.push(device.command('void', { seq: 3 }))).body.error?.code, 'another command under a pruned number').toBe('forked')
    expect(await eventsOf(device.account)).toHaveLength(2)
  })

  it('[S112] lets nobody use the mid of somebody else\'s effect, and fails over none', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const submit = device.command('submit', { requestId, args: needArgs() })
    await device.push(submit)
    const [alex, kim] = [await makeDeskPerson(server, `Alex${kind}`, ['manager']), await makeDeskPerson(server, `Kim${kind}`, ['manager'])]
    const mid = randomUUID()
    const give = (person: typeof alex, parts: object = {}) => person.give('postMessage', requestId, { mid, args: { text: person.name }, ...parts })
    expect((await give(alex)).body).toMatchObject({ status: 'applied' })
    expect((await give(alex)).body).toMatchObject({ status: 'already' })
    expect((await give(kim)).body).toMatchObject({ status: 'rejected', rejection: { code: 'invalid', params: { field: 'mid' } } })
    expect((await give(kim, { mid: submit.mid })).body).toMatchObject({ status: 'rejected', rejection: { params: { field: 'mid' } } })
    expect(told((await device.push(device.command('postMessage', { requestId, mid, args: { text: 'me too' } }))).body.lines)).toEqual(['done invalid mid'])
    for (let round = 0; round < 5; round++) {
      const both = randomUUID()
      const answers = await Promise.all([give(alex, { mid: both }), give(kim, { mid: both })])
      expect(answers.map(answer => `${answer.status} ${(answer.body as { status: string }).status}`).toSorted()).toEqual(['200 applied', '200 rejected'])
    }
    expect(await eventsOf(device.account)).toHaveLength(7)
  })

  it('[S113] says when a command was first taken, however often it is sent', async () => {
    const device = await newDevice()
    const submit = device.command('submit', { requestId: randomUUID(), args: needArgs() })
    const [first] = (await device.push(submit)).body.lines
    server.clock.now += 7_000
    const [again] = (await device.push(submit)).body.lines
    expect(resultOf(first)).toMatchObject({ kind: 'applied', at: server.clock.now - 7_000 })
    expect(resultOf(again)).toEqual(resultOf(first))
  })

  it('[S37] [S114] judges by the first arrival only what can have come between backup and restore', async () => {
    const day = 24 * 60 * 60 * 1000
    const now = server.clock.now
    const sendAt = async (firstAt: number | undefined, at = firstAt) => {
      const device = await newDevice()
      const { body } = await device.push({ ...device.command('submit', { requestId: randomUUID(), args: needArgs() }), at: at ?? 0, ...(firstAt === undefined ? {} : { firstAt }) })
      const [event] = await eventsOf(device.account)
      const result = resultOf(body.lines[0])
      expect(result).toMatchObject({ kind: 'applied', at: event?.at })
      return event?.at
    }
    expect(await sendAt(now - day), 'never restored').toBe(now)
    server.installation.restored = { backedUpAt: now - 5 * day, restoredAt: now - day }
    expect(await sendAt(now - 2 * day)).toBe(now - 2 * day)
    expect(await sendAt(undefined, now - 2 * day), 'a device\'s clock decides nothing').toBe(now)
    for (const wrong of [now - 5 * day - 1, now - day + 1, now + day]) expect(await sendAt(wrong)).toBe(now)
    server.installation.restored = { backedUpAt: now - 40 * day, restoredAt: now - 29 * day }
    expect(await sendAt(now - journalWindowMs)).toBe(now - journalWindowMs)
    expect(await sendAt(now - journalWindowMs - 1)).toBe(now)
    delete server.installation.restored
  })

  it('[S114] never dates an event before the one that it follows', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const before = server.clock.now
    server.clock.now += 1_000
    server.installation.restored = { backedUpAt: before - 9_000, restoredAt: server.clock.now }
    await device.push({ ...device.command('postMessage', { requestId, args: { text: 'earlier' } }), firstAt: before - 5_000 })
    delete server.installation.restored
    expect((await eventsOf(device.account)).map(event => event.at)).toEqual([before, before])
  })
})
