import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { maxFileBytes } from '#protocol/command.ts'
import type { ErrorBody } from '#protocol/errors.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson } from '../desk-person.ts'
import { type DeclaredFile, type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

/** The tag of the part about the place, low byte first (EXIF 2.3, 4.6.3). */
const gpsTag = Buffer.from([0x25, 0x88])

type Bytes = Uint8Array<ArrayBuffer>
const plain = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)

/** A photo as a phone makes it: lying on its side, and with the place where it was taken. */
async function takePhoto(width: number, height: number): Promise<Bytes> {
  const photo = sharp({ create: { width, height, channels: 3, background: '#0b6b61' } })
  return plain(await photo.withExif({
    IFD0: { Orientation: '6', Make: 'A camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 19/1 3200/100', GPSLongitudeRef: 'E', GPSLongitude: '18/1 4/1 700/100' },
  }).withMetadata({ orientation: 6 }).jpeg().toBuffer())
}
const refTo = (bytes: Uint8Array, type: DeclaredFile['type'] = 'image/jpeg'): DeclaredFile =>
  ({ id: randomUUID(), sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength, type })

describeOnBoth('A file', kind => {
  let server: TestInstallation
  let client: Device
  let stranger: Device
  let alex: DeskPerson
  let photo: Bytes
  beforeAll(async () => {
    server = await makeInstallation(kind)
    client = makeDevice(server)
    stranger = makeDevice(server)
    await client.hello()
    await stranger.hello()
    alex = await makeDeskPerson(server, 'Alex', ['reception', 'executor', 'manager'])
    photo = await takePhoto(3000, 2000)
  })
  afterAll(() => server.stop())

  async function declared(...files: DeclaredFile[]): Promise<string> {
    const requestId = randomUUID()
    const { body } = await client.push(client.command('submit', { requestId, args: needArgs(), files }))
    expect(body.lines[0]).toMatchObject({ status: 'done', result: { kind: 'applied' } })
    return requestId
  }
  const put = (id: string, bytes: Bytes, headers: Record<string, string> = client.headers, path = '/api/files') =>
    server.request(`${path}/${id}`, { method: 'PUT', headers, body: bytes })
  const get = (id: string, headers: Record<string, string> = client.headers, path = '/api/files') => server.request(`${path}/${id}`, { headers })
  const codeOf = async (response: Response) => [response.status, (await response.json() as ErrorBody).error.code]
  const fileRows = async (since = 0) => (await client.pullAll(since)).puts.filter(row => row.kind === 'file')

  it('[S50] [S67] [S73] is awaited once its command is applied, ready once its bytes are in, and served to its owner', async () => {
    const file = refTo(photo)
    const requestId = await declared(file)
    expect((await fileRows()).find(row => row.key === file.id)?.body).toEqual({ ...file, requestId, state: 'awaited' })
    expect(await codeOf(await get(file.id))).toEqual([404, 'not-found'])
    const { next } = await client.pullAll()
    expect((await put(file.id, photo)).status).toBe(200)
    expect((await fileRows(next)).map(row => row.body)).toEqual([{ ...file, requestId, state: 'ready' }])
    const response = await get(file.id)
    expect(Object.fromEntries(['content-type', 'cache-control', 'x-content-type-options', 'content-disposition'].map(name => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'image/jpeg', 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff', 'content-disposition': `inline; filename="photo-${file.id.slice(-8)}.jpg"`,
    })
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('[S72] is served upright, reduced, and without the place where it was taken', async () => {
    const { exif: written } = await sharp(photo).metadata()
    expect(written?.includes('A camera') && written.includes(gpsTag), 'the photo as it was taken').toBe(true)
    const file = refTo(photo)
    await declared(file)
    await put(file.id, photo)
    for (const [query, width, height] of [['', 1365, 2048], ['?size=thumb', 213, 320]] as const) {
      const bytes = Buffer.from(await (await get(`${file.id}${query}`)).arrayBuffer())
      const { exif, xmp, iptc, orientation, ...seen } = await sharp(bytes).metadata()
      expect([seen.format, seen.width, seen.height]).toEqual(['jpeg', width, height])
      expect([exif, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined])
      expect(bytes.includes('Exif') || bytes.includes('A camera')).toBe(false)
    }
  })

  it('[S69] [S70] may be sent again: the same bytes change nothing, others are refused', async () => {
    const file = refTo(photo)
    await declared(file)
    expect(await codeOf(await put(file.id, await takePhoto(40, 30)))).toEqual([400, 'wrong-hash'])
    expect(await codeOf(await put(file.id, photo.slice(0, -1)))).toEqual([400, 'wrong-hash'])
    const flipped = photo.map((byte, index) => index === 5_000 ? byte ^ 1 : byte)
    expect(await codeOf(await put(file.id, flipped))).toEqual([400, 'wrong-hash'])
    const before = (await client.pullAll()).next
    expect((await Promise.all([put(file.id, photo), put(file.id, photo)])).map(response => response.status)).toEqual([200, 200])
    const { next } = await client.pullAll()
    expect(next).toBe(before + 1)
    expect((await put(file.id, photo)).status).toBe(200)
    expect(await codeOf(await put(file.id, await takePhoto(40, 30)))).toEqual([400, 'wrong-hash'])
    expect((await client.pullAll()).next).toBe(next)
  })

  it('[S71] is refused for good when it is not the picture that it was said to be', async () => {
    const png = plain(await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).png().toBuffer())
    const script = plain(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
    const broken = photo.slice(0, 600)
    for (const bytes of [png, script, broken]) {
      const file = refTo(bytes)
      const requestId = await declared(file)
      const { next } = await client.pullAll()
      expect(await codeOf(await put(file.id, bytes))).toEqual([415, 'wrong-type'])
      expect((await fileRows(next)).map(row => row.body)).toEqual([{ ...file, requestId, state: 'refused', code: 'wrong-type' }])
      expect(await codeOf(await put(file.id, bytes))).toEqual([415, 'wrong-type'])
      expect((await get(file.id)).status).toBe(404)
    }
  })

  it('[S71] fault 23: is not unfolded when its few bytes are a picture of too many pixels', async () => {
    const bomb = plain(await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'white' } }).png().toBuffer())
    expect(bomb.byteLength).toBeLessThan(maxFileBytes)
    const file = refTo(bomb, 'image/png')
    await declared(file)
    expect(await codeOf(await put(file.id, bomb))).toEqual([415, 'wrong-type'])
  })

  it('[S8] is cut off when it is too large, whatever it said of its size', async () => {
    const file = refTo(photo)
    await declared(file)
    const large = new Uint8Array(maxFileBytes + 1)
    expect(await codeOf(await put(file.id, large))).toEqual([413, 'too-large'])
    const stream = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(1024 * 1024)) })
    const init = { method: 'PUT', headers: client.headers, body: stream, duplex: 'half' }
    expect(await codeOf(await server.request(`/api/files/${file.id}`, init))).toEqual([413, 'too-large'])
  })

  it('[S68] [S73] of another account looks like one that nobody declared, to write and to read', async () => {
    const file = refTo(photo)
    await declared(file)
    const answers = async (id: string) => [await codeOf(await put(id, photo, stranger.headers)), await codeOf(await get(id, stranger.headers))]
    expect(await answers(file.id)).toEqual([[409, 'not-declared'], [404, 'not-found']])
    expect(await answers(randomUUID())).toEqual(await answers(file.id))
    await put(file.id, photo)
    expect(await answers(file.id)).toEqual(await answers(randomUUID()))
    for (const path of ['..%2f..%2fservus.db', '%2e%2e', 'x%00']) expect(await codeOf(await get(path)), path).toEqual([404, 'not-found'])
  })

  it('[S74] is declared by one command alone', async () => {
    const file = refTo(photo)
    const requestId = await declared(file)
    const { body } = await client.push(
      client.command('attach', { requestId, files: [file] }),
      client.command('attach', { requestId, files: [{ ...file, id: randomUUID() }] }),
    )
    expect(body.lines).toMatchObject([{ result: { kind: 'rejected', rejection: { code: 'invalid', params: { field: 'files' } } } }, { result: { kind: 'applied' } }])
    const foreign = randomUUID()
    const answer = await stranger.push(stranger.command('submit', { requestId: foreign, args: needArgs(), files: [file] }))
    expect(answer.body.lines, 'the same id in another account is another file').toMatchObject([{ result: { kind: 'applied' } }])
  })

  it('[S75] of staff reaches the client, unless it belongs to the desk\'s own notes', async () => {
    const requestId = await declared()
    const [shown, kept] = [refTo(photo), refTo(photo)]
    await alex.give('attach', requestId, { files: [shown] })
    await alex.give('note', requestId, { args: { text: 'Scratches' }, files: [kept] })
    for (const file of [shown, kept]) expect((await put(file.id, photo, alex.headers, '/api/desk/files')).status).toBe(200)
    for (const file of [shown, kept]) expect((await get(file.id, alex.headers, '/api/desk/files')).status).toBe(200)
    expect([(await get(shown.id)).status, (await get(kept.id)).status]).toEqual([200, 404])
    expect((await fileRows()).map(row => row.key)).not.toContain(kept.id)
    expect((await alex.open(requestId)).files.map(file => [file.id, file.state]).toSorted()).toEqual([[shown.id, 'ready'], [kept.id, 'ready']].toSorted())
    expect((await get(shown.id, client.headers, '/api/desk/files')).status).toBe(401)
  })
})
