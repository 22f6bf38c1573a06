import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepAccountLimit } from '#server/files/account-room.ts'
import { describeOnBoth } from '../databases.ts'
import { needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { type Bytes, noisePicture, refTo } from './picture.ts'
import { makeUploadClient, refusalOf } from './upload-client.ts'

describeOnBoth('Files of an account', kind => {
  let server: TestInstallation
  let photo: Bytes
  beforeAll(async () => {
    server = await makeInstallation(kind)
    photo = await noisePicture(300, 200)
  })
  afterAll(() => server.stop())

  const client = async () => {
    const made = makeUploadClient(server)
    await made.device.hello()
    return made
  }

  it('[S170] are declared up to the limit; a command beyond it is rejected and kept, others go on', async () => {
    const { device, declare, put } = await client()
    await keepAccountLimit(server.installation.db, photo.byteLength * 2)
    const bad = refTo(new TextEncoder().encode('not a picture'), 'image/png')
    await declare(bad)
    expect(await refusalOf(await put(bad.id, new Uint8Array(new TextEncoder().encode('not a picture'))))).toEqual([415, 'wrong-type'])
    await declare(refTo(photo))
    const requestId = randomUUID()
    const { body } = await device.push(
      device.command('submit', { requestId, args: needArgs(), files: [refTo(photo), refTo(photo)] }),
      device.command('submit', { requestId: randomUUID(), args: needArgs(), files: [refTo(photo)] }),
      device.command('submit', { requestId: randomUUID(), args: needArgs() }),
    )
    expect(body.lines).toMatchObject([
      { result: { kind: 'rejected', rejection: { code: 'files-full' } } }, { result: { kind: 'applied' } }, { result: { kind: 'applied' } },
    ])
    const other = await client()
    await other.declare(refTo(photo))
  })

  it('[S170] are not taken beyond a limit that was lowered, and stay awaited until there is room', async () => {
    const { declare, put, head } = await client()
    await keepAccountLimit(server.installation.db, photo.byteLength * 2)
    const [one, two] = [refTo(photo), refTo(photo)]
    await declare(one, two)
    await keepAccountLimit(server.installation.db, photo.byteLength)
    expect((await put(one.id, photo)).status).toBe(200)
    expect(await refusalOf(await put(two.id, photo))).toEqual([413, 'account-full'])
    expect(await head(two.id)).toMatchObject({ state: 'awaited' })
    await keepAccountLimit(server.installation.db, photo.byteLength * 2)
    expect((await put(two.id, photo)).status).toBe(200)
  })

  it('[S175] fault 23: a body that would unfold is refused before it is read, for files and for commands', async () => {
    const { device, declare } = await client()
    await keepAccountLimit(server.installation.db, photo.byteLength * 2)
    const file = refTo(photo)
    await declare(file)
    const bomb = new Uint8Array(gzipSync(new Uint8Array(50_000_000)))
    expect(bomb.byteLength).toBeLessThan(100_000)
    for (const [method, path, encoding] of [['PUT', `/api/files/${file.id}`, 'gzip'], ['PATCH', `/api/files/${file.id}`, 'deflate'], ['POST', '/api/sync/push', 'br']] as const) {
      const headers = { ...device.headers, 'content-encoding': encoding, 'content-type': 'application/json', 'upload-offset': '0' }
      expect(await refusalOf(await server.request(path, { method, headers, body: bomb })), `${method} ${path}`).toEqual([415, 'wrong-type'])
    }
  })
})
