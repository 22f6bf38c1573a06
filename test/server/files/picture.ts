import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { DeclaredFile } from '../device.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** A JPEG of noise: some bytes per pixel, and no two parts of it alike. */
export async function noisePicture(width: number, height: number): Promise<Bytes> {
  return new Uint8Array(await sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  }).jpeg({ quality: 90 }).toBuffer())
}

/** As a device declares it. */
export const refTo = (bytes: Uint8Array, type: DeclaredFile['type'] = 'image/jpeg'): DeclaredFile =>
  ({ id: randomUUID(), sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength, type })
