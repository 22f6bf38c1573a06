import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader, ensureReader, readersToSignIn} from '#local/device.ts'
import { drafts, saveDraft, addDraftPhoto, draftPhotos, discardDraft } from '#local/drafts.ts'
import { countUnsent } from '#local/outbox.ts'
import { readFirstPaint, writeFirstPaint } from '#local/first-paint.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { askWhoIsSignedIn, signOut } from '#local/session.ts'
import { forgetReader } from '#local/sign-out.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, newPlace, switchOn, tick } from './phone.ts'
import { signIn } from './sign-in.ts'

let server: TestInstallation
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  // What `first-paint.ts` reads without Dexie.
  Object.assign(globalThis, newPlace())
})
afterAll(() => server.stop())

async function setUp() {
  const { storage, where } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  return { storage, where, network, parts, signIn: (email: string) => signIn(server, parts.transport, email), databases: async () => (await where.indexedDB!.databases()).map(({ name }) => name) }
}

const begin = async (title: string) => {
  const id = newRequestId()
  await submit(need(id, title), tick())
  return id
}
const titles = async () => (await projectedRequests()).map(({ request }) => request.title).sort()

describe('Readers of a device', () => {
  it('begin with a guest, made at first need, once, also by two tabs at once', async () => {
    await setUp()
    expect(await currentReader()).toBeUndefined()
    const [one, two] = await Promise.all([ensureReader(tick()), ensureReader(tick())])
    expect(one.id).toBe(two.id)
    expect(one).toMatchObject({ kind: 'guest', secret: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('[S23] say nothing to the server about a guest who has written nothing', async () => {
    const { parts, network } = await setUp()
    await ensureReader(tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(network.calls.filter(call => call.path.startsWith('/api/sync'))).toEqual([])
  })

  it('[S21] keep a guest whose new address was confirmed: the same person, with all that is theirs', async () => {
    const { parts, signIn } = await setUp()
    const id = await begin('Tap')
    const guest = (await currentReader())!
    await syncOnce(parts)
    const { kind, reader } = await signIn('ada@example.com')
    expect([kind, reader.id, reader.kind, reader.secret]).toEqual(['same', guest.id, 'member', guest.secret])
    await submit(message(id, 'now by name'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await projectedRequest(id)).toMatchObject({ reader: guest.id, request: { messages: { count: 1 } } })
    expect((await projectedRequest(id))!.pending).toBeUndefined()
    expect(await askWhoIsSignedIn(parts.transport)).toMatchObject({ ok: true, value: { member: { member: guest.id } } })
  })

  it('[S12] show nothing of a person whose session has ended, keep their work, and show it again when they are back', async () => {
    const { parts, network, signIn, storage } = await setUp()
    const { reader, kind } = await signIn('carl@example.com')
    expect(kind).toBe('new')
    await begin('Mine')
    network.cookie = 'none=1'
    expect(await syncOnce(parts)).toEqual({ kind: 'paused' })
    expect([await titles(), await countUnsent(), (await readersToSignIn()).map(out => out.id)]).toEqual([[], 1, [reader.id]])

    const other = await begin('Of somebody else on this phone')
    expect(await titles()).toEqual(['Of somebody else on this phone'])
    expect((await projectedRequest(other))!.reader).not.toBe(reader.id)

    expect((await signIn('carl@example.com')).reader.id).toBe(reader.id)
    await syncOnce(parts)
    expect(await countUnsent()).toBe(0)
    expect((await storage.device.readers.get(reader.id))!.isSessionOver).toBeUndefined()
    expect(await titles()).toContain('Mine')
  })
})

describe('Signing out', () => {
  it('[S102] leaves nothing of the person on the disk', async () => {
    const { parts, signIn, databases, storage } = await setUp()
    await begin('Tap')
    await syncOnce(parts)
    const guest = (await currentReader())!
    await saveDraft(newRequestId(), { text: 'half' }, tick())
    await writeFirstPaint('home', { requests: await projectedRequests(), unsent: 0, at: 1 })
    await signIn('dora@example.com')
    expect(await databases()).toContain(`servus-outbox-${guest.id}`)
    await signOut(parts.transport)
    expect((await databases()).filter(name => name?.includes(guest.id))).toEqual([])
    expect([await storage.device.readers.count(), await storage.device.drafts.count(), await readFirstPaint('home')]).toEqual([0, 0, undefined])
    expect([await currentReader(), await titles()]).toEqual([undefined, []])
    expect(await askWhoIsSignedIn(parts.transport)).toEqual({ ok: true, value: { protocol: 'servus-sync/2' } })
  })

  it('[S102] does not bring the databases back when an exchange was under way', async () => {
    const { parts, network, databases } = await setUp()
    await begin('Tap')
    const reader = (await currentReader())!
    network.faults = [undefined, undefined, 'slow']
    const running = syncOnce(parts).catch((failure: Error) => failure.name)
    await new Promise(resolve => setTimeout(resolve, 15))
    await forgetReader(reader.id)
    await running
    expect((await databases()).filter(name => name?.includes(reader.id))).toEqual([])
  })

  it('lets the same person come back on the same page', async () => {
    const { parts, signIn } = await setUp()
    await begin('Tap')
    await syncOnce(parts)
    const { reader } = await signIn('emil@example.com')
    await signOut(parts.transport)
    expect((await signIn('emil@example.com')).reader.id).toBe(reader.id)
    await syncOnce(parts)
    expect(await titles()).toEqual(['Tap'])
  })
})

describe('Drafts', () => {
  it('survive a restart with their photos, newest first', async () => {
    const { where } = await setUp()
    const [one, two] = [newRequestId(), newRequestId()]
    await saveDraft(one, { text: 'the tap' }, tick())
    await saveDraft(two, { text: 'the door' }, tick())
    await saveDraft(one, { text: 'the tap drips' }, tick())
    await addDraftPhoto(one, { bytes: new Uint8Array([1, 2, 3]).buffer, type: 'image/jpeg' }, tick())
    await switchOn(where)
    expect((await drafts()).map(draft => [draft.id, draft.form])).toEqual([[one, { text: 'the tap drips' }], [two, { text: 'the door' }]])
    expect((await draftPhotos(one)).map(photo => new Uint8Array(photo.bytes))).toEqual([new Uint8Array([1, 2, 3])])
    await discardDraft(one)
    expect([(await drafts()).length, (await draftPhotos(one)).length]).toEqual([1, 0])
  })

  it('are drafts no more once their request was saved, even if nobody tidied up', async () => {
    await setUp()
    const id = newRequestId()
    await saveDraft(id, {}, tick())
    await submit(need(id), tick())
    expect(await drafts()).toEqual([])
  })
})

describe('The first paint', () => {
  it('comes back as it was written, without threads and at most a screenful', async () => {
    await setUp()
    await begin('Tap')
    const [request] = await projectedRequests()
    await writeFirstPaint('home', { requests: Array.from({ length: 40 }, () => request!), unsent: 1, at: 5 })
    const record = (await readFirstPaint('home'))!
    expect([record.requests.length, record.unsent, record.requests[0]!.events, record.requests[0]!.request.title]).toEqual([30, 1, [], 'Tap'])
  })
})
