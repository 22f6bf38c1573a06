import sharp from 'sharp'
import type { FileType } from './sniff-type.ts'

/** The longest side of what is served, and of its thumbnail, in pixels. */
const fullPixels = 2048
const thumbPixels = 320
/** A small file may unfold into a huge picture: more than this is not even begun. */
const maxInputPixels = 60_000_000

export type Picture = { full: Uint8Array, thumb: Uint8Array }

/**
 * New pictures made from what was sent: turned upright, no larger than needed, and with nothing in them but pixels; where a photo
 * was taken does not survive. Undefined where the bytes are no picture that can be read.
 */
export async function derivePicture(bytes: Uint8Array, type: FileType): Promise<Picture | undefined> {
  try {
    const [full, thumb] = await Promise.all([resize(bytes, type, fullPixels), resize(bytes, type, thumbPixels)])
    return { full, thumb }
  } catch (error) {
    if (isOutOfMemory(error)) throw error
    return undefined
  }
}

function resize(bytes: Uint8Array, type: FileType, pixels: number): Promise<Uint8Array> {
  const picture = sharp(bytes, { limitInputPixels: maxInputPixels, failOn: 'error', animated: false })
    .autoOrient()
    .resize({ width: pixels, height: pixels, fit: 'inside', withoutEnlargement: true })
  switch (type) {
    case 'image/jpeg': return picture.jpeg({ quality: 82, progressive: true }).toBuffer()
    case 'image/png': return picture.png({ compressionLevel: 9 }).toBuffer()
    case 'image/webp': return picture.webp({ quality: 82 }).toBuffer()
    default: return type satisfies never
  }
}

const isOutOfMemory = (error: unknown) => error instanceof Error && /memory/i.test(error.message)
