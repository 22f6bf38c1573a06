import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** A real JPEG with place data in it, as a phone's camera makes one. */
export async function photoOfNoise(): Promise<Buffer> {
  return sharp({ create: { width: 1600, height: 1200, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 }, background: '#888' } })
    .jpeg({ quality: 80 })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 51/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '17/1 38/1 0/1' } })
    .toBuffer()
}

/** What a picture tells of the place and the camera: the bytes of its EXIF block, undefined where it has none. */
export const cameraDataOf = async (picture: Uint8Array): Promise<Buffer | undefined> => (await sharp(picture).metadata()).exif

/** The photos that wait on the device. These very bytes are sent: the server takes no others than those whose hash the command names. */
export async function photosOnDevice(page: Page): Promise<Buffer[]> {
  const bytesByFile = new Map<string, Buffer[]>()
  for (const { file, text } of await page.evaluate(readParts)) bytesByFile.set(file, [...bytesByFile.get(file) ?? [], Buffer.from(text, 'base64')])
  return [...bytesByFile.values()].map(parts => Buffer.concat(parts))
}

/** Runs in the page. Parts come in the order of their keys: by file, then by index. */
async function readParts(): Promise<{ file: string, text: string }[]> {
  const found: { file: string, text: string }[] = []
  for (const { name } of (await indexedDB.databases()).filter(database => database.name?.startsWith('servus-outbox-'))) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name!)
      opening.onsuccess = () => { resolve(opening.result) }
      opening.onerror = () => { reject(new Error(`${name} cannot be opened`)) }
    })
    const asking = database.transaction('parts').objectStore('parts').getAll()
    await new Promise(resolve => { asking.onsuccess = resolve })
    for (const { file, bytes } of asking.result as { file: string, bytes: ArrayBuffer }[]) {
      found.push({ file, text: btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('')) })
    }
    database.close()
  }
  return found
}
