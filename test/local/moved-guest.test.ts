import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader, ensureReader, visibleReaders } from '#local/device.ts'
import { drafts, saveDraft } from '#local/drafts.ts'
import { hasUnsettled } from '#local/moved-guests.ts'
import { countUnsent, readOutbox } from '#local/outbox.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { journalMs, trimJournal } from '#local/trim-journal.ts'
import { makeDeskPerson } from '../server/desk-person.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { begin, makeKnown, setUpPhone, textsOf, titles } from './guest-phone.ts'
import { message, newPlace, tick } from './phone.ts'

let server: TestInstallation
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  Object.assign(globalThis, newPlace())
})
afterAll(() => server.stop())
const setUp = (where = newPlace()) => setUpPhone(server, where)
const known = () => makeKnown(server)

describe('A guest of this device who confirms a known address', () => {
  it('[S141] [S142] becomes that member: what waits is sent as theirs, nothing is shown twice or missing at any step', async () => {
    const { email } = await known()
    const { parts, network, signIn, storage } = await setUp()
    const id = await begin('Before the sign-in')
    await syncOnce(parts)
    await submit(message(id, 'one'), tick())
    await submit(message(id, 'two'), tick())
    const guest = (await currentReader())!
    const sender = (await storage.outboxOf(guest.id).meta.get('outbox'))!.sender
    const { kind, reader } = await signIn(email)
    expect([kind, (await visibleReaders()).map(visible => visible.id)]).toEqual(['moved', [reader.id]])
    const stored = await submit(message(id, 'three, by name'), tick())
    expect(stored.sender).toBe((await storage.outboxOf(reader.id).meta.get('outbox'))!.sender)

    network.pageRows = 1
    const seen: { threads: string[][], titles: string[][] } = { threads: [], titles: [] }
    network.before = async () => {
      seen.threads.push(await textsOf(id))
      seen.titles.push(await titles())
    }
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    delete network.before
    expect(new Set(seen.threads.map(String))).toEqual(new Set(['one,two,three, by name']))
    for (const shown of seen.titles) expect(shown.filter(title => title === 'Before the sign-in')).toHaveLength(1)
    expect(await textsOf(id)).toEqual(['one', 'two', 'three, by name'])
    expect(await titles()).toEqual(['Before the sign-in', 'From the old phone'])
    expect((await projectedRequests()).map(request => request.pending)).toEqual([undefined, undefined])
    expect([await countUnsent(), await hasUnsettled(storage, guest.id), await storage.baseOf(guest.id).rows.count()]).toEqual([0, false, 0])
    const { account_id: account } = await server.installation.db.selectFrom('sender').select('account_id').where('id', '=', sender).executeTakeFirstOrThrow()
    expect(account).toBe(reader.account)
  })

  it('[S136] is the writer of what they wrote as a guest: nothing of it is news, and it can be withdrawn', async () => {
    const { email } = await known()
    const { parts, signIn } = await setUp()
    const id = await begin('Mine')
    await submit(message(id, 'a word too much'), tick())
    await syncOnce(parts)
    await signIn(email)
    await syncOnce(parts)
    expect((await projectedRequest(id))!.news).toBe(0)
    await submit({ name: 'withdrawMessage', requestId: id, args: { event: 2 } }, tick())
    expect((await projectedRequest(id))!.stuck).toEqual([])
    await syncOnce(parts)
    expect([(await readOutbox()).attention, (await projectedRequest(id))!.request.messages.count]).toEqual([[], 0])
  })

  it('[S142] before anything of theirs was ever sent: all of it is sent as the member\'s', async () => {
    const { email } = await known()
    const { parts, signIn, storage } = await setUp()
    const id = await begin('Never sent')
    const guest = (await currentReader())!
    await signIn(email)
    expect(await titles()).toEqual(['Never sent'])
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await titles()).toEqual(['From the old phone', 'Never sent'])
    expect((await projectedRequest(id))!.request.createdBy).toMatchObject({ id: (await currentReader())!.id })
    expect(await hasUnsettled(storage, guest.id)).toBe(false)
  })

  it('takes drafts along, and leaves nothing on the disk once the journal has aged', async () => {
    const { email } = await known()
    const { parts, signIn, storage, where } = await setUp()
    const id = await begin('Aged')
    await saveDraft(newRequestId(), { text: 'half' }, tick())
    await syncOnce(parts)
    const guest = (await currentReader())!
    await signIn(email)
    await syncOnce(parts)
    expect(await drafts()).toHaveLength(1)
    await trimJournal(storage, tick())
    expect(await storage.device.readers.get(guest.id)).toBeDefined()
    await trimJournal(storage, tick() + journalMs + 1000)
    expect(await storage.device.readers.get(guest.id)).toBeUndefined()
    expect((await where.indexedDB!.databases()).filter(({ name }) => name?.includes(guest.id))).toEqual([])
    expect((await projectedRequest(id))!.request.title).toBe('Aged')
    expect(await drafts()).toHaveLength(1)
  })

  it('[S142] keeps what staff did meanwhile', async () => {
    const { email } = await known()
    const { parts, signIn } = await setUp()
    const id = await begin('With an answer')
    await syncOnce(parts)
    const desk = await makeDeskPerson(server, 'Anna', ['reception'])
    await desk.act('postMessage', id, { args: { text: 'from us' } })
    await signIn(email)
    await ensureReader(tick())
    await syncOnce(parts)
    expect([await textsOf(id), (await projectedRequest(id))!.news]).toEqual([['from us'], 1])
  })
})
