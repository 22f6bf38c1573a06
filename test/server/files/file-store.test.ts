import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BucketPlace } from '#server/files/bucket-place.ts'
import { bucketStore } from '#server/files/bucket-store.ts'
import { type FileStore, folderStore } from '#server/files/file-store.ts'
import { makeInstallation } from '../make-installation.ts'
import { noisePicture, refTo } from './picture.ts'
import { bucketSecrets, runS3Server, type S3Server } from './s3-server.ts'
import { makeUploadClient } from './upload-client.ts'

let s3: S3Server
let folder: string
beforeAll(async () => {
  s3 = await runS3Server()
  folder = mkdtempSync(join(tmpdir(), 'servus-files-'))
})
afterAll(() => {
  s3.close()
  rmSync(folder, { recursive: true, force: true })
})

const placeOf = (more: Partial<BucketPlace> = {}): BucketPlace => ({ endpoint: s3.endpoint, region: 'eu-north-1', bucket: 'photos', prefix: 'kvarn/', ...more })
async function firstKey(store: FileStore): Promise<string | undefined> {
  for await (const key of store.list()) return key
  return undefined
}
const openers: Record<string, () => FileStore> = {
  folder: () => folderStore(folder),
  bucket: () => bucketStore(placeOf(), bucketSecrets),
}

describe.each(Object.keys(openers))('Files in a %s', kind => {
  const keysOf = async (start?: string) => {
    const keys: string[] = []
    for await (const key of openers[kind]!().list(start)) keys.push(key)
    return keys.sort()
  }

  it('are there once they are put, are replaced, listed by their beginning, and gone once they are removed', async () => {
    const store = openers[kind]!()
    expect(await keysOf()).toEqual([])
    const large = new Uint8Array(3_000_000).map((_, index) => index % 251)
    await store.put('ab/abcd.full', large)
    const keys = ['ab/abcd.thumb', 'cd/cdef.full', 'part/000000000000001-aa', 'part/000000000000002-bb']
    for (const key of keys) await store.put(key, new TextEncoder().encode(key))
    await store.put('cd/cdef.full', new Uint8Array([1, 2, 3]))
    expect(await store.get('cd/cdef.full')).toEqual(new Uint8Array([1, 2, 3]))
    expect(Buffer.compare(Buffer.from((await openers[kind]!().get('ab/abcd.full'))!), Buffer.from(large))).toBe(0)
    expect(await store.get('ab/none.full')).toBeUndefined()
    expect(await keysOf()).toEqual(['ab/abcd.full', ...keys])
    expect(await keysOf('part/')).toEqual(keys.slice(2))
    for (const key of [...keys, 'ab/abcd.full', 'ab/abcd.full']) await store.remove(key)
    expect([await keysOf(), await store.get('cd/cdef.full')]).toEqual([[], undefined])
  })
})

describe('A bucket', () => {
  it('holds another folder\'s files apart', async () => {
    const [one, other] = [bucketStore(placeOf(), bucketSecrets), bucketStore(placeOf({ prefix: '' }), bucketSecrets)]
    await one.put('ab/x.full', new Uint8Array([1]))
    expect([await one.get('ab/x.full'), await other.get('ab/x.full'), await other.get('kvarn/ab/x.full')]).toEqual([new Uint8Array([1]), undefined, new Uint8Array([1])])
    await one.remove('ab/x.full')
  })

  it('is asked again where it fails for a moment, and says so where it goes on', async () => {
    const store = bucketStore(placeOf(), bucketSecrets)
    s3.failures = 2
    await store.put('ab/x.full', new Uint8Array([7]))
    expect([await store.get('ab/x.full'), s3.failures]).toEqual([new Uint8Array([7]), 0])
    s3.failures = 3
    await expect(store.get('ab/x.full')).rejects.toThrow('answered 503 to GET')
    await store.remove('ab/x.full')
  })

  it('is listed page by page, to its end', async () => {
    const asked: (string | null)[] = []
    const pageBy: Record<string, string> = {
      '': '<IsTruncated>true</IsTruncated><Contents><Key>kvarn/a</Key></Contents><Contents><Key>kvarn/b</Key></Contents><NextContinuationToken>1+/=&amp;2</NextContinuationToken>',
      '1+/=&2': '<IsTruncated>false</IsTruncated><Contents><Key>kvarn/c</Key></Contents>',
    }
    const service = createServer((request, response) => {
      const token = new URL(request.url!, s3.endpoint).searchParams.get('continuation-token')
      asked.push(token)
      response.end(`<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>${pageBy[token ?? '']}</ListBucketResult>`)
    })
    await new Promise<void>(resolve => { service.listen(0, '127.0.0.1', resolve) })
    const keys: string[] = []
    for await (const key of bucketStore(placeOf({ endpoint: `http://127.0.0.1:${(service.address() as AddressInfo).port}` }), bucketSecrets).list()) keys.push(key)
    expect([keys, asked]).toEqual([['a', 'b', 'c'], [null, '1+/=&2']])
    service.close()
    service.closeAllConnections()
  })

  it('that is not there, or not open to us, is no empty one', async () => {
    for (const [store, words] of [
      [bucketStore(placeOf({ bucket: 'nowhere' }), bucketSecrets), 'no bucket nowhere'],
      [bucketStore(placeOf(), { ...bucketSecrets, secret: 'guessed' }), '403 to GET: SignatureDoesNotMatch'],
      [bucketStore(placeOf(), { ...bucketSecrets, key: 'somebody' }), '403 to GET: InvalidAccessKeyId'],
    ] as const) {
      await expect(store.get('ab/x.full')).rejects.toThrow(words)
      await expect(store.put('ab/x.full', new Uint8Array(1))).rejects.toThrow(/answered 40[34] to PUT/)
      await expect(firstKey(store)).rejects.toThrow(/answered 40[34] to GET/)
    }
  })

  it('serves a photo that came in pieces, and keeps no piece', async () => {
    const server = await makeInstallation('sqlite')
    const store = server.installation.files = bucketStore(placeOf({ prefix: 'whole/' }), bucketSecrets)
    const client = makeUploadClient(server)
    await client.device.hello()
    const photo = await noisePicture(700, 500)
    const file = refTo(photo)
    await client.declare(file)
    expect((await client.patch(file.id, 0, photo.slice(0, 20_000))).status).toBe(200)
    s3.failures = 3
    expect((await client.patch(file.id, 20_000, photo.slice(20_000))).status, 'while the bucket fails').toBe(500)
    expect(await client.head(file.id)).toMatchObject({ offset: 20_000, state: 'awaited' })
    expect(await (await client.patch(file.id, 20_000, photo.slice(20_000))).json()).toMatchObject({ file: { state: 'ready' } })
    const served = await client.get(file.id)
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    const keys: string[] = []
    for await (const key of store.list()) keys.push(key)
    expect(keys.map(key => key.split('.')[1]).sort()).toEqual(['full', 'thumb'])
    await server.stop()
  })
})
