import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { abandonedAfterMs, sweepParts } from '#server/files/sweep-parts.ts'
import { describeOnBoth } from '../databases.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { type Bytes, noisePicture, refTo } from './picture.ts'
import { type Ending, makeUploadClient, refusalOf, type UploadClient } from './upload-client.ts'

const seed = Number(process.env.SERVUS_SEED ?? Date.now() % 2 ** 31)
const isLong = process.env.SERVUS_LONG === '1'

describeOnBoth('An upload that is broken off', kind => {
  let server: TestInstallation
  let client: UploadClient
  let photo: Bytes
  beforeAll(async () => {
    server = await makeInstallation(kind)
    server.installation.uploadIdleMs = 100
    client = makeUploadClient(server)
    await client.device.hello()
    photo = await noisePicture(700, 500)
    expect(photo.byteLength).toBeGreaterThan(100_000)
  })
  afterAll(() => server.stop())

  const declared = async () => {
    const file = refTo(photo)
    await client.declare(file)
    return file
  }
  const keysOfParts = async () => {
    const keys: string[] = []
    for await (const key of server.installation.files.list('part/')) keys.push(key)
    return keys
  }

  it('[S165] [S166] goes on at the offset that the server tells, and leaves no parts behind', async () => {
    const { id, size } = await declared()
    expect(await client.head(id)).toEqual({ status: 200, offset: 0, complete: '?0', state: 'awaited' })
    const first = await client.patch(id, 0, photo.slice(0, 40_000))
    expect(await first.json()).toMatchObject({ offset: 40_000, file: { id, state: 'awaited' } })
    expect(await client.head(id)).toEqual({ status: 200, offset: 40_000, complete: '?0', state: 'awaited' })
    await client.patch(id, 40_000, photo.slice(40_000, 90_000))
    const last = await client.patch(id, 90_000, photo.slice(90_000))
    expect(await last.json()).toMatchObject({ offset: size, file: { state: 'ready' } })
    expect(await client.head(id)).toEqual({ status: 200, offset: size, complete: '?1', state: 'ready' })
    expect((await client.get(id)).status).toBe(200)
    expect(await keysOfParts()).toEqual([])
  })

  it('[S166] is told the right offset where it goes on at a wrong one, and may repeat a part whose answer was lost', async () => {
    const { id } = await declared()
    const [one, two] = [photo.slice(0, 30_000), photo.slice(30_000, 60_000)]
    expect(await refusalOf(await client.patch(id, 30_000, two))).toEqual([409, 'wrong-offset', { offset: 0 }])
    await client.patch(id, 0, one)
    await client.patch(id, 30_000, two)
    for (const [offset, part] of [[0, one], [30_000, two]] as const) {
      expect(await (await client.patch(id, offset, part)).json()).toMatchObject({ offset: 60_000 })
    }
    expect(await refusalOf(await client.patch(id, 0, two))).toEqual([409, 'wrong-offset', { offset: 60_000 }])
    const last = photo.slice(60_000)
    for (let again = 0; again < 2; again++) expect(await (await client.patch(id, 60_000, last)).json()).toMatchObject({ file: { state: 'ready' } })
    expect((await client.patch(id, 0, one)).status).toBe(200)
    for (const offset of ['', '-1', '1.5', 'x']) {
      const headers = { ...client.device.headers, ...(offset === '' ? {} : { 'upload-offset': offset }) }
      const response = await server.request(`/api/files/${id}`, { method: 'PATCH', headers, body: one })
      expect(response.status, offset).toBe(400)
    }
  })

  it('[S166] takes a part once, also where two tabs send it at the same moment', async () => {
    const { id, size } = await declared()
    const answers = await Promise.all([client.patch(id, 0, photo.slice(0, 50_000)), client.patch(id, 0, photo.slice(0, 50_000))])
    expect(answers.map(answer => answer.status).filter(status => status !== 200 && status !== 409)).toEqual([])
    expect(await client.head(id)).toMatchObject({ offset: 50_000 })
    const ends = await Promise.all([client.patch(id, 50_000, photo.slice(50_000)), client.patch(id, 50_000, photo.slice(50_000))])
    expect(ends.map(answer => answer.status)).toContain(200)
    expect(await client.head(id)).toMatchObject({ offset: size, state: 'ready' })
    expect(await keysOfParts()).toEqual([])
  })

  it.each(['put', 'patch'] as const)('[S167] fault 16: cut at 99 %% by %s it resumes there, and its hash is checked', async method => {
    const { id, size } = await declared()
    const most = photo.slice(0, Math.floor(size * 0.99))
    await (method === 'put' ? client.put(id, most, 'cut') : client.patch(id, 0, most, 'cut'))
    expect(await client.head(id)).toMatchObject({ offset: most.byteLength, state: 'awaited' })
    expect((await client.patch(id, most.byteLength, photo.slice(most.byteLength))).status).toBe(200)
    expect(await client.head(id)).toMatchObject({ state: 'ready' })
  })

  it.each(['put', 'patch'] as const)('[S167] fault 15: stalled by %s it is cut after an idle time, and goes on by offset', async method => {
    const { id } = await declared()
    const half = photo.slice(0, 60_000)
    const answer = await (method === 'put' ? client.put(id, half, 'stalled') : client.patch(id, 0, half, 'stalled'))
    expect(await refusalOf(answer)).toEqual([503, 'busy', { offset: 60_000 }])
    expect((await client.patch(id, 60_000, photo.slice(60_000))).status).toBe(200)
  })

  it('[S168] begins anew where its bytes together have a wrong hash', async () => {
    const { id, size } = await declared()
    const wrong = photo.slice(0, 50_000).map((byte, index) => index === 7_000 ? byte ^ 1 : byte)
    await client.patch(id, 0, wrong)
    expect(await refusalOf(await client.patch(id, 50_000, photo.slice(50_000)))).toEqual([400, 'wrong-hash'])
    expect(await client.head(id)).toMatchObject({ offset: 0, state: 'awaited' })
    expect(await keysOfParts()).toEqual([])
    await client.patch(id, 0, photo.slice(0, 50_000))
    expect(await refusalOf(await client.patch(id, 50_000, new Uint8Array(size))), 'more than was declared').toEqual([400, 'wrong-hash'])
    expect((await client.patch(id, 50_000, photo.slice(50_000))).status).toBe(200)
  })

  it('[S68] [S70] fault 17: other bytes under its id are refused, before and after it is whole; a foreign one is not seen', async () => {
    const { id } = await declared()
    const other = await noisePicture(400, 300)
    const stranger = makeUploadClient(server)
    await stranger.device.hello()
    expect(await refusalOf(await client.put(id, other))).toEqual([400, 'wrong-hash'])
    expect([await refusalOf(await stranger.patch(id, 0, photo)), (await stranger.head(id)).status]).toEqual([[409, 'not-declared'], 409])
    expect((await client.put(id, photo)).status).toBe(200)
    const served = await (await client.get(id)).arrayBuffer()
    expect(await refusalOf(await client.put(id, other))).toEqual([400, 'wrong-hash'])
    expect(Buffer.compare(Buffer.from(await (await client.get(id)).arrayBuffer()), Buffer.from(served))).toBe(0)
  })

  it('[S169] is forgotten after seven days, its bytes too, and then begins anew', async () => {
    const [old, orphan] = [await declared(), `part/${String(server.clock.now).padStart(15, '0')}-0123`]
    await client.patch(old.id, 0, photo.slice(0, 50_000))
    await server.installation.files.put(orphan, new Uint8Array(10))
    server.clock.now += abandonedAfterMs
    const young = await declared()
    await client.patch(young.id, 0, photo.slice(0, 50_000))
    server.clock.now += 1
    expect(await sweepParts(server.installation)).toBe(2)
    expect([(await client.head(old.id)).offset, (await client.head(young.id)).offset]).toEqual([0, 50_000])
    expect(await keysOfParts()).toHaveLength(1)
    expect((await client.put(young.id, photo)).status).toBe(200)
    expect(await keysOfParts()).toEqual([])
  })

  it('[S165] [S166] [S167] arrives whole whatever cuts it and whatever is lost', async () => {
    const step = fc.record({ bytes: fc.integer({ min: 1, max: 60_000 }), ending: fc.constantFrom<Ending>('done', 'done', 'cut'), isAnswerLost: fc.boolean(), isStale: fc.boolean() })
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      const { id, size } = await declared()
      let known = 0
      for (const { bytes, ending, isAnswerLost, isStale } of steps) {
        const offset = isStale ? known : (await client.head(id)).offset!
        const response = await client.patch(id, offset, photo.slice(offset, offset + bytes), ending)
        expect([200, 409, 503]).toContain(response.status)
        const kept = (await client.head(id)).offset!
        expect(kept).toBeGreaterThanOrEqual(known)
        if (!isAnswerLost) known = kept
      }
      const { offset } = await client.head(id)
      if (offset! < size) expect((await client.patch(id, offset!, photo.slice(offset))).status).toBe(200)
      expect(await client.head(id)).toMatchObject({ state: 'ready', offset: size })
    }), { seed, numRuns: isLong ? 200 : 12, endOnFailure: false }).catch((failure: Error) => { throw new Error(`seed ${seed}: ${failure.message}`) })
    expect(await keysOfParts()).toEqual([])
  })
})
