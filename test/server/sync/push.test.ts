import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PushLine } from '#protocol/results.ts'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const statuses = (lines: readonly PushLine[]) => lines.map(line => `${line.status} ${line.status === 'later' ? '' : line.result.kind}`.trim())

describeOnBoth('Push', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  async function newDevice(twin?: Device): Promise<Device> {
    const device = makeDevice(server, twin)
    expect((await device.hello()).status).toBe(200)
    return device
  }
  const countEvents = async (account: string) =>
    (await server.installation.db.selectFrom('event').select(eb => eb.fn.countAll<number>().as('count')).where('account_id', '=', account).executeTakeFirstOrThrow()).count

  it('[S25] [S41] applies a command once, however often it is sent, and answers what it came to', async () => {
    const device = await newDevice()
    const submit = device.command('submit', { requestId: randomUUID(), args: needArgs() })
    const first = await device.push(submit)
    const second = await device.push(submit)
    expect(statuses(first.body.lines)).toEqual(['done applied'])
    expect(statuses(second.body.lines)).toEqual(['already applied'])
    expect(second.body.lines[0]).toMatchObject({ seq: 1, mid: submit.mid, result: { event: 1 } })
    expect(second.body.lastSeq).toBe(1)
    expect(await countEvents(device.account)).toBe(1)
  })

  it('[S26] [S27] refuses a gap and another command under a taken number, and takes neither', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    const gap = await device.push(device.command('postMessage', { requestId, args: { text: 'too early' }, seq: 3 }))
    expect([gap.status, gap.body.error]).toEqual([409, { code: 'gap', detail: { lastSeq: 1 } }])
    const forked = await device.push(device.command('postMessage', { requestId, args: { text: 'another one' }, seq: 1 }))
    expect([forked.status, forked.body.error?.code]).toEqual([409, 'forked'])
    expect(await countEvents(device.account)).toBe(1)
  })

  it('[S18] answers a sender id of somebody else in the account as forked', async () => {
    const device = await newDevice()
    const { db } = server.installation
    await db.updateTable('sender').set({ member_id: randomUUID() }).where('id', '=', device.sender).execute()
    expect((await device.push(device.command('void'))).body.error?.code).toBe('forked')
    expect((await device.hello()).body.error?.code).toBe('forked')
  })

  it('[S28] [S33] copies the result of a command that another sender of the account brought before', async () => {
    const device = await newDevice()
    const twin = await newDevice(device)
    const parts = { requestId: randomUUID(), args: needArgs(), mid: randomUUID() }
    const [first] = (await device.push(device.command('submit', parts))).body.lines
    const [copy] = (await twin.push(twin.command('submit', parts))).body.lines
    expect(copy).toEqual({ ...first, status: 'already' })
    expect(await countEvents(device.account)).toBe(1)
    const [again] = (await twin.push(twin.command('void', { mid: parts.mid }))).body.lines
    expect(again, 'a withdrawal comes too late').toMatchObject({ status: 'already', result: { kind: 'applied' } })
  })

  it('[S28] [S29] lets two senders bring the same command at the same moment, once', async () => {
    const device = await newDevice()
    const twins = [device, await newDevice(device), await newDevice(device)]
    for (const parts of Array.from({ length: 5 }, () => ({ requestId: randomUUID(), args: needArgs(), mid: randomUUID() }))) {
      const answers = await Promise.all(twins.map(twin => twin.push(twin.command('submit', parts))))
      expect(answers.map(answer => answer.status)).toEqual([200, 200, 200])
      expect(answers.flatMap(answer => statuses(answer.body.lines)).sort()).toEqual(['already applied', 'already applied', 'done applied'])
    }
    expect(await countEvents(device.account)).toBe(5)
  })

  it('[S30] [S42] keeps a rejection with its reason, and goes on with the commands after it', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const { body } = await device.push(
      device.command('submit', { requestId, args: needArgs() }),
      device.command('accept', { requestId }),
      device.command('postMessage', { requestId, args: { text: 'Still here', html: '<b>' } }),
      device.command('postMessage', { args: { text: 'Whose is this?' } }),
      device.command('postMessage', { requestId, args: { text: 'Still here' } }),
    )
    expect(statuses(body.lines)).toEqual(['done applied', 'done rejected', 'done rejected', 'done rejected', 'done applied'])
    const { results } = await device.pull(0, 1)
    expect(results.map(({ result }) => result.kind === 'rejected' ? [result.rejection.code, result.rejection.params] : result.kind)).toEqual([
      ['not-allowed-now', { state: 'submitted' }], ['invalid', { field: 'html' }], ['invalid', { field: 'requestId' }], 'applied',
    ])
    expect(await countEvents(device.account)).toBe(2)
  })

  it('[S32] [S33] answers what depends on a rejected or withdrawn command as rejected, down the line', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const { body } = await device.push(
      device.command('void'),
      device.command('submit', { requestId, args: needArgs(), dependsOn: [1] }),
      device.command('postMessage', { requestId, args: { text: 'and this' }, dependsOn: [2] }),
      device.command('submit', { requestId, args: needArgs() }),
      device.command('postMessage', { requestId, args: { text: 'but this' }, dependsOn: [4] }),
      device.command('postMessage', { requestId, args: { text: 'on itself' }, dependsOn: [6] }),
    )
    expect(body.lines.map(line => line.status !== 'later' && line.result.kind === 'rejected' ? line.result.rejection.code : line.status === 'later' ? '' : line.result.kind))
      .toEqual(['void', 'dependency', 'dependency', 'applied', 'applied', 'invalid'])
  })

  it('[S35] looks at nothing from a device of another epoch', async () => {
    const device = await newDevice()
    const answer = await device.post<{ lines: PushLine[], epoch: string }>('/api/sync/push', {
      sender: device.sender, epoch: 'before the restore', commands: [device.command('submit', { requestId: randomUUID(), args: needArgs() })],
    })
    expect(answer.body.epoch).toBe(server.installation.epoch)
    expect(statuses(answer.body.lines)).toEqual(['later'])
    expect((await device.hello()).body.lastSeq).toBe(0)
  })

  it('[S34] keeps nothing of a command that fails for no fault of its own, and says which were done', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    const good = device.command('submit', { requestId, args: needArgs() })
    const failing = device.command('postMessage', { requestId, args: { text: 'A counter beyond all numbers' } })
    await device.push(good)
    const { db } = server.installation
    // The event can be stored, the feed after it cannot: its next version is taken.
    await db.updateTable('feed_counter').set(eb => ({ version: eb('version', '-', 1) })).where('reader', '=', device.member).execute()
    const stopped = await device.push(good, failing)
    expect([stopped.status, stopped.body.error?.code]).toEqual([503, 'busy'])
    expect(stopped.headers.get('retry-after')).toBe('2')
    expect(stopped.body.error?.detail).toMatchObject({ lines: [{ seq: 1, status: 'already' }] })
    expect(await countEvents(device.account)).toBe(1)
    await db.updateTable('feed_counter').set(eb => ({ version: eb('version', '+', 1) })).where('reader', '=', device.member).execute()
    expect(statuses((await device.push(failing)).body.lines)).toEqual(['done applied'])
  })

  it('[S38] names a guest by the first request, for everybody who reads what they wrote', async () => {
    const device = await newDevice()
    const requestId = randomUUID()
    await device.push(
      device.command('submit', { requestId, args: needArgs({ contact: { name: 'Kim' } }) }),
      device.command('postMessage', { requestId, args: { text: 'Hello' } }),
    )
    const { puts } = await device.pullAll()
    expect(puts.filter(put => put.kind === 'event').map(put => put.body)).toMatchObject([{ by: { name: 'Kim' } }, { by: { name: 'Kim' } }])
    expect(puts.find(put => put.kind === 'me')?.body).toMatchObject({ name: 'Kim', isConfirmed: false })
  })
})
