import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { currentReader } from '#local/device.ts'
import { countUnsent, readOutbox } from '#local/outbox.ts'
import { projectedRequest } from '#local/requests.ts'
import { dismissRestored, restoredNotices } from '#local/restored.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { makeDeskPerson } from '../server/desk-person.ts'
import { begin, setUpPhone, textsOf, titles } from './guest-phone.ts'
import { message, need, tick } from './phone.ts'
import { makeRestorable } from './restored-server.ts'

let place: Awaited<ReturnType<typeof makeRestorable>>
beforeEach(async () => { place = await makeRestorable() })
afterEach(() => place.stop())

const eventsOf = async (requestId: string) => {
  const rows = await place.server.installation.db.selectFrom('event').select('body').where('request_id', '=', requestId).where('stream', '=', 'shared').orderBy('number').execute()
  return rows.map(row => JSON.parse(row.body) as RequestEvent)
}
const photo = async () => new Uint8Array(await sharp({ create: { width: 16, height: 16, channels: 3, background: '#0B6B61' } }).jpeg().toBuffer()).buffer
const quiet = async (parts: Parameters<typeof syncOnce>[0]) => {
  for (let round = 0; round < 4; round++) await syncOnce(parts)
  expect(await syncOnce(parts)).toEqual({ kind: 'done' })
}

describe('A device of a server that was restored from a backup', () => {
  it('[S101] [S143] [S144] [S147] fault 28: offers its journal again, files too, as of their first arrival; nothing it wrote is lost or missing for a moment, what staff wrote is said to be gone', async () => {
    const { parts, network, storage } = await setUpPhone(place.server)
    const desk = await makeDeskPerson(place.server, 'Anna', ['reception'])
    const id = newRequestId()
    await submit({ ...need(id), files: [{ bytes: await photo(), type: 'image/jpeg' }] }, tick())
    await submit(message(id, 'before'), tick())
    await syncOnce(parts)
    await place.backUp()
    const backedUpAt = place.server.clock.now - 1_000
    await submit({ ...message(id, 'after'), files: [{ bytes: await photo(), type: 'image/jpeg' }] }, tick())
    await desk.act('postMessage', id, { args: { text: 'from the desk' } })
    const later = await begin('Begun later')
    await quiet(parts)
    expect((await textsOf(id)).sort()).toEqual(['after', 'before', 'from the desk'])
    const firstAt = (await eventsOf(id)).find(event => event.body.type === 'messagePosted' && event.body.text === 'after')!.at
    await place.restore()
    await submit(message(id, 'unsent'), tick())
    network.pageRows = 2
    network.before = async () => {
      expect((await textsOf(id)).filter(text => text !== 'from the desk')).toEqual(['before', 'after', 'unsent'])
      expect(await titles()).toEqual(['Begun later', 'It does not drain'])
    }
    const uploads = () => network.calls.filter(call => call.path.startsWith('/api/files/') && call.method !== 'GET').length
    const before = uploads()
    await quiet(parts)
    const events = await eventsOf(id)
    expect(events.flatMap(({ body, at }) => (body.type === 'messagePosted' ? [[body.text, at]] : []))).toEqual([
      ['before', expect.any(Number)], ['after', firstAt], ['unsent', place.server.clock.now],
    ])
    expect([await textsOf(id), await textsOf(later), await countUnsent(), (await readOutbox()).attention]).toEqual([['before', 'after', 'unsent'], [], 0, []])
    expect([(await projectedRequest(id))!.files.map(file => file.state), uploads() - before]).toEqual([['ready', 'ready'], 1])
    const reader = (await currentReader())!
    expect(await restoredNotices()).toEqual([{ reader: reader.id, backedUpAt, restoredAt: backedUpAt + 61_000 }])
    await dismissRestored(reader.id)
    expect(await restoredNotices()).toEqual([])
    expect(await storage.outboxOf(reader.id).files.where('state').equals('offered').count()).toBe(0)
  })

  it('[S145] which does not know the member: an address confirmed again brings back the account under its ids, with all that was written', async () => {
    const { parts, signIn, network } = await setUpPhone(place.server)
    await place.backUp()
    await signIn('new@example.com')
    const id = await begin('Of the member')
    await quiet(parts)
    const member = (await currentReader())!
    expect(member.secret).toBeUndefined()
    await place.restore()
    delete network.cookie
    expect(await syncOnce(parts)).toEqual({ kind: 'paused' })
    expect((await signIn('new@example.com')).reader).toMatchObject({ id: member.id, account: member.account })
    await quiet(parts)
    expect([await titles(), (await eventsOf(id)).map(event => event.by)]).toEqual([['Of the member'], [expect.objectContaining({ id: member.id })]])
  })

  it('[S16] [S145] which does not know the guest who confirmed: goes on under the guest\'s own secret, and is confirmed again', async () => {
    const { parts, signIn, network } = await setUpPhone(place.server)
    await place.backUp()
    await begin('As a guest')
    await syncOnce(parts)
    await signIn('guest@example.com')
    await quiet(parts)
    const member = (await currentReader())!
    await place.restore()
    delete network.cookie
    await quiet(parts)
    expect(await titles()).toEqual(['As a guest'])
    expect(await signIn('guest@example.com')).toMatchObject({ kind: 'same', reader: { id: member.id } })
    await quiet(parts)
    expect((await place.server.installation.db.selectFrom('member').select(['id', 'is_confirmed']).execute())).toEqual([{ id: member.id, is_confirmed: 1 }])
  })

  it('[S139] [S143] which knows a guest as it was before its move: the guest is moved again, and both outboxes are offered in their order', async () => {
    const email = 'known@example.com'
    const first = await setUpPhone(place.server)
    await begin('From the old phone')
    await syncOnce(first.parts)
    await first.signIn(email)
    const { parts, signIn } = await setUpPhone(place.server)
    const id = await begin('As a guest')
    await syncOnce(parts)
    await place.backUp()
    await submit(message(id, 'as a guest'), tick())
    await syncOnce(parts)
    await signIn(email)
    await submit(message(id, 'as a member'), tick())
    await quiet(parts)
    await place.restore()
    await syncOnce(parts)
    await signIn(email)
    await quiet(parts)
    expect([await titles(), await textsOf(id), (await readOutbox()).attention, await countUnsent()])
      .toEqual([['As a guest', 'From the old phone'], ['as a guest', 'as a member'], [], 0])
  })
})
