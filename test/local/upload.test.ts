import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { partBytes, splitParts } from '#local/files.ts'
import { readOutbox } from '#local/outbox.ts'
import { projectedRequest } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { keepAccountLimit } from '#server/files/account-room.ts'
import { defaultAccountBytes } from '#server/files/file-settings.ts'
import { noisePicture } from '../server/files/picture.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, tick } from './phone.ts'

const seed = Number(process.env.SERVUS_SEED ?? Date.now() % 2 ** 31)

let server: TestInstallation
let photo: ArrayBuffer
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  // As PNG noise stays large with few pixels: the server has little work with it.
  photo = await noise(960)
  expect(photo.byteLength, 'several parts on the disk').toBeGreaterThan(2 * 1024 * 1024)
})
afterAll(() => server.stop())

/** What befalls one piece on its way: broken off after some bytes, its answer lost, answered so by a proxy or another server, or changed. */
type Trouble = { cutAt: number } | 'loseAnswer' | { status: number, code?: string } | 'changed'

/** A phone with one request and one photo on a line where pieces come to harm, in this order. */
async function setUp(troubles: (Trouble | undefined)[] = []) {
  const { storage } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  const overLine: typeof globalThis.fetch = async (input, init) => {
    const trouble = init?.method === 'PATCH' ? troubles.shift() : undefined
    if (trouble === undefined) return fetch(input, init)
    if (trouble === 'changed') {
      return fetch(input, { ...init, body: new Uint8Array(init!.body as ArrayBuffer).map((byte, index) => index === 5_000 ? byte ^ 1 : byte) })
    }
    if (trouble === 'loseAnswer') {
      await fetch(input, init)
      throw new TypeError('Failed to fetch')
    }
    if ('cutAt' in trouble) {
      const bytes = new Uint8Array(init!.body as ArrayBuffer)
      const body = new ReadableStream<Uint8Array>({
        start: controller => controller.enqueue(bytes.slice(0, Math.floor(bytes.length * trouble.cutAt))),
        pull: controller => controller.error(new Error('the line broke')),
      }, { highWaterMark: 0 })
      await fetch(input, { ...init, body, duplex: 'half' } as RequestInit)
      throw new TypeError('Failed to fetch')
    }
    return new Response(JSON.stringify({ protocol: 'servus-sync/2', error: { code: trouble.code } }), { status: trouble.status, headers: { 'servus-protocol': 'servus-sync/2' } })
  }
  const parts = makeParts(storage, overLine)
  const id = newRequestId()
  const { files } = await submit({ ...need(id), files: [{ bytes: photo, type: 'image/png' }] }, tick())
  const outbox = storage.outboxOf((await currentReader())!.id)
  return {
    parts, network, outbox, id,
    kept: () => outbox.files.get(files![0]!.id),
    /** As the business tells it at the next pull. */
    async stateShown() {
      await syncOnce(parts)
      return (await projectedRequest(id))!.files[0]!.state
    },
    pieces: () => network.calls.filter(call => call.method === 'PATCH').length,
    asked: () => network.calls.filter(call => call.method === 'HEAD').length,
  }
}

const noise = async (side: number) => new Uint8Array(await sharp({
  create: { width: side, height: side, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
}).png({ compressionLevel: 0 }).toBuffer()).buffer

describe('An upload', () => {
  it('[S171] goes piece by piece, and tells how far it has come', async () => {
    const { parts, kept, pieces, asked, stateShown, network } = await setUp([undefined, undefined, { status: 503, code: 'busy' }])
    expect(await syncOnce(parts)).toMatchObject({ kind: 'waiting', failure: { kind: 'busy', status: 503 } })
    expect(await kept()).toMatchObject({ state: 'kept', sent: 2 * 1024 * 1024 })
    expect((await readOutbox()).files).toMatchObject([{ file: { sent: 2 * 1024 * 1024 } }])
    expect(network.calls.filter(call => call.method === 'PUT')).toEqual([])
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([(await kept())!.state, await stateShown(), asked()]).toEqual(['uploaded', 'ready', 1])
    expect(pieces()).toBeGreaterThan(2)
  })

  it('[S171] fault 16: is cut at 99 % and resumes there, in the same round', async () => {
    const { parts, kept, asked, stateShown } = await setUp([undefined, undefined, { cutAt: 0.99 }])
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([(await kept())!.state, await stateShown(), asked()]).toEqual(['uploaded', 'ready', 1])
  })

  it('[S171] fault 15: goes on by offset, in smaller pieces, as long as anything moves, and waits where nothing does', async () => {
    const slow = await setUp(Array.from({ length: 8 }, () => ({ cutAt: 0.3 })))
    expect(await syncOnce(slow.parts)).toEqual({ kind: 'done' })
    expect([(await slow.kept())!.state, slow.asked()]).toEqual(['uploaded', 8])
    const dead = await setUp([undefined, { cutAt: 0 }])
    expect(await syncOnce(dead.parts)).toEqual({ kind: 'waiting', failure: { kind: 'offline' } })
    expect(await dead.kept()).toMatchObject({ state: 'kept', sent: 1024 * 1024, piece: 512 * 1024 })
    expect(await syncOnce(dead.parts)).toEqual({ kind: 'done' })
  })

  it('[S171] asks first where an answer was lost, also that of the last piece', async () => {
    const { parts, kept } = await setUp(['loseAnswer', 'loseAnswer', 'loseAnswer'])
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await kept()).toMatchObject({ state: 'uploaded' })
  })

  it('[S76] waits for a server that does not know the call yet, and is set aside where it is refused', async () => {
    const { parts, kept } = await setUp([{ status: 404, code: 'not-found' }, { status: 415, code: 'wrong-type' }])
    expect(await syncOnce(parts)).toEqual({ kind: 'waiting', failure: { kind: 'busy', status: 404 } })
    expect(await kept()).toMatchObject({ state: 'kept' })
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await kept()).toMatchObject({ state: 'refused', code: 'wrong-type' })
  })

  it('[S173] fault 9: that is answered 413 is kept, its owner decides, and messages go on', async () => {
    const { parts, outbox, kept, id } = await setUp([{ status: 413, code: 'too-large' }])
    await submit(message(id, 'hello'), tick())
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect(await kept()).toMatchObject({ state: 'refused', code: 'too-large' })
    expect(await outbox.parts.count()).toBe(3)
    expect((await projectedRequest(id))!.pending).toBeUndefined()
  })

  it('[S173] for which the account has no room is kept as well', async () => {
    const { parts, kept } = await setUp()
    await syncOnceWithoutRoom(parts)
    expect(await kept()).toMatchObject({ state: 'refused', code: 'account-full' })
  })

  it('[S172] begins anew where bytes were changed on the way, and is set aside after three times', async () => {
    const once = await setUp(['changed'])
    expect(await syncOnce(once.parts)).toEqual({ kind: 'done' })
    expect(await once.kept()).toMatchObject({ state: 'uploaded', wrongHashes: 1 })
    const always = await setUp(Array.from({ length: 9 }, () => 'changed' as const))
    expect(await syncOnce(always.parts)).toEqual({ kind: 'done' })
    expect([await always.kept(), always.pieces()]).toMatchObject([{ state: 'refused', code: 'wrong-hash', wrongHashes: 3 }, 9])
  })

  it('[S77] [S172] stops at the first part that is not what was captured', async () => {
    const { parts, outbox, kept, pieces } = await setUp()
    const { id } = (await kept())!
    const part = (await outbox.parts.get([id, 1]))!
    await outbox.parts.put({ ...part, bytes: new Uint8Array(part.bytes).fill(7, 0, 10).buffer })
    expect(await syncOnce(parts)).toEqual({ kind: 'done' })
    expect([(await kept())!.state, pieces()]).toEqual(['damaged', 1])
  })

  it('[S77] judges a file of an earlier version of the app as a whole', async () => {
    const { parts, outbox, kept, pieces } = await setUp()
    const { id } = (await kept())!
    const plain = (await splitParts(id, photo)).map(({ sha256: _sha256, ...part }) => part)
    await outbox.parts.bulkPut(plain.map((part, index) => index === 2 ? { ...part, bytes: part.bytes.slice(1) } : part))
    await syncOnce(parts)
    expect([(await kept())!.state, pieces()]).toEqual(['damaged', 0])
  })

  it('[S76] on which the server fails holds up no other', async () => {
    const { parts, outbox, id } = await setUp([{ status: 500, code: 'server-failed' }])
    await submit({ ...message(id, 'one more'), files: [{ bytes: (await noisePicture(40, 30)).buffer, type: 'image/jpeg' }] }, tick())
    expect(await syncOnce(parts)).toMatchObject({ kind: 'waiting' })
    expect((await outbox.files.toArray()).map(file => file.state).sort()).toEqual(['kept', 'uploaded'])
    const asked = await setUp([{ status: 429, code: 'too-many' }])
    await submit({ ...message(asked.id, 'one more'), files: [{ bytes: (await noisePicture(40, 30)).buffer, type: 'image/jpeg' }] }, tick())
    await syncOnce(asked.parts)
    expect(asked.pieces(), 'asked to stay away').toBe(0)
  })

  it('[S171] goes on where all but the last byte of a stored part has come, which the server does not keep by itself', async () => {
    const { parts, kept, stateShown } = await setUp([{ cutAt: 1 - 1 / partBytes }])
    for (let round = 0; round < 2; round++) await syncOnce(parts)
    expect([(await kept())!.state, await stateShown()]).toEqual(['uploaded', 'ready'])
  })

  it('[S171] arrives whatever befalls its pieces', async () => {
    const trouble = fc.oneof(
      fc.constant(undefined), fc.constant('loseAnswer' as const), fc.double({ min: 0, max: 1, noNaN: true }).map(cutAt => ({ cutAt })), fc.constant({ status: 503, code: 'busy' }),
    )
    await fc.assert(fc.asyncProperty(fc.array(trouble, { maxLength: 8 }), async troubles => {
      const { parts, kept, stateShown } = await setUp([...troubles])
      for (let round = 0; round < 12 && (await kept())!.state === 'kept'; round++) await syncOnce(parts)
      expect([(await kept())!.state, await stateShown()], `seed ${seed}`).toEqual(['uploaded', 'ready'])
    }), { seed, numRuns: process.env.SERVUS_LONG === '1' ? 150 : 5, endOnFailure: true })
  })
})

/** The limit is lowered between the command and its files. */
async function syncOnceWithoutRoom(parts: Parameters<typeof syncOnce>[0]): Promise<void> {
  const { transport } = parts
  await syncOnce({
    ...parts,
    transport: {
      ...transport,
      async call(call) {
        if (call.method === 'PATCH') await keepAccountLimit(server.installation.db, 1)
        return transport.call(call)
      },
    },
  })
  await keepAccountLimit(server.installation.db, defaultAccountBytes)
}
