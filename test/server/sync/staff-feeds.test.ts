import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { fold } from '#domain/request/evolve.ts'
import type { Page, PullAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { relayStaffFeeds } from '#server/sync/relay-staff-feeds.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson } from '../desk-person.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('The feed of an executor', kind => {
  let server: TestInstallation
  let [anna, viktor, maja]: DeskPerson[] = []
  beforeAll(async () => {
    server = await makeInstallation(kind)
    anna = await makeDeskPerson(server, 'Anna', ['reception', 'manager'])
    viktor = await makeDeskPerson(server, 'Viktor', ['executor'])
    maja = await makeDeskPerson(server, 'Maja', ['executor'])
  })
  afterAll(() => server.stop())

  async function pull({ id, headers }: DeskPerson, cursor = 0): Promise<Page> {
    const response = await server.request('/api/desk/sync/pull', {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: randomUUID(), epoch: server.installation.epoch, resultsAfter: 0, cursors: { [readerScope(id)]: cursor } }),
    })
    return (await response.json() as PullAnswer).pages[0]!
  }
  async function submitted() {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    return { device, requestId }
  }
  const assign = (requestId: string, to: DeskPerson) => anna!.act('assign', requestId, { args: { staffId: to.id, name: to.name } })
  const kindsOf = (rows: readonly { kind: string, key: string }[], requestId: string) => rows.filter(row => row.key.includes(requestId)).map(row => row.kind)

  it('[S128] [S129] holds what is assigned to them, with both streams, and follows the client', async () => {
    const { device, requestId } = await submitted()
    expect(kindsOf((await pull(viktor!)).puts, requestId)).toEqual([])
    expect(await assign(requestId, viktor!)).toMatchObject({ status: 'applied' })
    const first = await pull(viktor!)
    expect(kindsOf(first.puts, requestId).sort()).toEqual(expect.arrayContaining(['deskEvent', 'event', 'request']))
    expect(first.puts.find(put => put.kind === 'request')?.key).toBe(`${device.account}/${requestId}`)
    await device.push(device.command('postMessage', { requestId, args: { text: 'The key is at the door' } }))
    const second = await pull(viktor!, first.next)
    expect(kindsOf(second.puts, requestId)).toEqual(['event', 'request'])
    const events = [...first.puts, ...second.puts].filter(put => put.kind === 'event').map(put => put.body as RequestEvent)
    expect(second.puts.find(put => put.kind === 'request')?.body).toEqual(fold(events))
    expect(JSON.stringify(await device.pullAll())).not.toContain('deskEvent')
  })

  it('[S128] gives up what is assigned to somebody else, and gets it back whole', async () => {
    const { requestId } = await submitted()
    await assign(requestId, viktor!)
    const mine = await pull(viktor!)
    await assign(requestId, maja!)
    const given = await pull(viktor!, mine.next)
    expect(kindsOf(given.dels, requestId).sort()).toEqual(kindsOf(mine.puts, requestId).sort())
    expect(kindsOf((await pull(maja!)).puts, requestId)).toContain('request')
    await assign(requestId, viktor!)
    expect(kindsOf((await pull(viktor!, given.next)).puts, requestId).length).toBeGreaterThan(kindsOf(mine.puts, requestId).length)
  })

  it('[S129] is told of a change by a hint, and several relays at once write everything once', async () => {
    const { device, requestId } = await submitted()
    await assign(requestId, maja!)
    const { next } = await pull(maja!)
    const hint = server.installation.hints.wait({ account: maja!.id, reader: maja!.id }, async () => [])
    await device.push(device.command('postMessage', { requestId, args: { text: 'One' } }))
    await Promise.all(Array.from({ length: 4 }, () => relayStaffFeeds(server.installation)))
    const page = await pull(maja!, next)
    expect((await hint)[0]).toMatchObject({ scope: readerScope(maja!.id) })
    expect(page.puts.filter(put => put.kind === 'event')).toHaveLength(1)
    expect(await server.installation.db.selectFrom('staff_outbox').selectAll().execute()).toEqual([])
  })

  it('[S130] ends a page before a row whose data is not there yet', async () => {
    const { device, requestId } = await submitted()
    await assign(requestId, maja!)
    const before = await pull(maja!)
    await device.push(device.command('postMessage', { requestId, args: { text: 'Two' } }))
    await relayStaffFeeds(server.installation)
    const event = server.installation.db.selectFrom('event').selectAll().where('account_id', '=', device.account).where('stream', '=', 'shared').orderBy('number', 'desc').limit(1)
    const kept = await event.executeTakeFirstOrThrow()
    await server.installation.db.deleteFrom('event').where('account_id', '=', device.account).where('mid', '=', kept.mid).execute()
    expect(await pull(maja!, before.next)).toMatchObject({ puts: [], next: before.next, more: true })
    await server.installation.db.insertInto('event').values(kept).execute()
    expect(kindsOf((await pull(maja!, before.next)).puts, requestId)).toEqual(['event', 'request'])
  })
})
