import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnBoth } from '../databases.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('What belongs to another account', kind => {
  let server: TestInstallation
  let owner: Device
  let stranger: Device
  const requestId = randomUUID()
  beforeAll(async () => {
    server = await makeInstallation(kind)
    owner = makeDevice(server)
    stranger = makeDevice(server)
    await owner.hello()
    await stranger.hello()
    await owner.push(owner.command('submit', { requestId, args: needArgs() }))
  })
  afterAll(() => server.stop())

  it('[S36] cannot be told from what does not exist when a command names it', async () => {
    const command = (id: string) => stranger.command('postMessage', { requestId: id, args: { text: 'Let me in' } })
    const { body: { lines: [foreign, missing] } } = await stranger.push(command(requestId), command(randomUUID()))
    expect(foreign).toMatchObject({ status: 'done', result: { kind: 'rejected', rejection: { code: 'no-such-request' } } })
    expect(foreign?.status === 'done' && foreign.result).toEqual(missing?.status === 'done' && missing.result)
  })

  it('[S36] does not show when a new request takes its id: that is another request, of the other account', async () => {
    const { body } = await stranger.push(stranger.command('submit', { requestId, args: needArgs({ title: 'Mine' }) }))
    expect(body.lines[0]).toMatchObject({ status: 'done', result: { kind: 'applied', event: 1 } })
    const own = (await owner.pullAll()).puts.find(put => put.kind === 'request')
    const theirs = (await stranger.pullAll()).puts.find(put => put.kind === 'request')
    expect([own?.body, theirs?.body]).toMatchObject([{ title: 'It does not drain' }, { title: 'Mine' }])
  })

  it('[S49] is in no page of anybody else, whatever scope they ask for', async () => {
    const { body } = await stranger.post<{ pages: { scope: string, puts: { body: unknown }[] }[] }>('/api/sync/pull', {
      sender: stranger.sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: { [owner.scope]: 0, [stranger.scope]: 0 },
    })
    expect(body.pages.map(page => page.scope)).toEqual([stranger.scope])
    expect(JSON.stringify(body)).not.toContain(owner.member)
  })

  it('[S42] brings no results to a sender id of theirs', async () => {
    const { body } = await stranger.post<{ results: unknown[], lastSeq: number }>('/api/sync/pull', {
      sender: owner.sender, epoch: server.installation.epoch, resultsAfter: 0, cursors: {},
    })
    expect([body.results, body.lastSeq]).toEqual([[], 0])
  })

  it('[S3] is closed to a wrong secret and to nobody at all, on every address for readers', async () => {
    const wrong = makeDevice(server, { ...owner, secret: '0'.repeat(64) })
    const statuses = await Promise.all([
      wrong.hello(), wrong.push(wrong.command('void')), wrong.post('/api/sync/pull', { sender: wrong.sender, epoch: '', resultsAfter: 0, cursors: {} }),
    ])
    expect(statuses.map(answer => answer.status)).toEqual([401, 401, 401])
    for (const path of ['/api/sync/events', '/api/desk/requests', `/api/desk/requests/${requestId}`, '/api/desk/events', `/api/files/${randomUUID()}`]) {
      expect((await server.request(path)).status, path).toBe(401)
    }
    expect((await server.request('/api/desk/requests', { headers: owner.headers })).status).toBe(401)
  })

  it('[S53] reaches every member of the account in the transaction that makes it, and nobody else', async () => {
    const other = makeDevice(server, { account: owner.account, member: randomUUID(), secret: owner.secret })
    const { secret_hash } = await server.installation.db.selectFrom('member').select('secret_hash').where('id', '=', owner.member).executeTakeFirstOrThrow()
    await server.installation.db.insertInto('member').values({ account_id: owner.account, id: other.member, name: 'Their partner', language: 'en', is_confirmed: 0, secret_hash, created_at: 0 }).execute()
    const id = randomUUID()
    const before = (await stranger.pullAll()).next
    await owner.push(owner.command('submit', { requestId: id, args: needArgs() }), owner.command('postMessage', { requestId: id, args: { text: 'For both of us' } }))
    const [own, theirs] = [await owner.pullAll(), await other.pullAll()]
    const of = (page: typeof own) => page.puts.filter(put => put.key.startsWith(id)).map(({ kind, key, body }) => ({ kind, key, body }))
    expect(of(theirs)).toHaveLength(3)
    expect(of(theirs)).toEqual(of(own))
    expect((await stranger.pullAll()).next).toBe(before)
  })
})
