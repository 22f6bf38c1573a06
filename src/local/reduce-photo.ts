import { maxFileBytes } from '#protocol/command.ts'
import type { FileType, NewFile } from './files.ts'

/** The longest side, in pixels, tried one after the other where memory does not suffice. */
const sides = [2048, 1600, 1024] as const
const quality = 0.85

/**
 * A photo as it is kept and sent: JPEG, at most 2048 pixels long, upright, and without place and other data of the camera, which a canvas
 * does not carry over. Where the device cannot do that, the original if it may be sent (the server then strips it); else undefined. `longestSides`: others than usual, in pixels, the first one that works is taken.
 */
export async function reducePhoto(photo: Blob, longestSides: readonly number[] = sides): Promise<NewFile | undefined> {
  for (const side of longestSides) {
    const reduced = await reduceTo(photo, side).catch(() => undefined)
    if (reduced && reduced.size <= maxFileBytes) return { bytes: await reduced.arrayBuffer(), type: 'image/jpeg' }
  }
  return isSendable(photo) ? { bytes: await photo.arrayBuffer(), type: photo.type } : undefined
}

const isSendable = (photo: Blob): photo is Blob & { type: FileType } =>
  photo.size > 0 && photo.size <= maxFileBytes && ['image/jpeg', 'image/png', 'image/webp'].includes(photo.type)

async function reduceTo(photo: Blob, longestSide: number): Promise<Blob | undefined> {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' })
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)))
    const context = canvas.getContext('2d')
    if (!context) return undefined
    // What is see-through would turn black in a JPEG.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/jpeg', quality })
  } finally {
    picture.close()
  }
}
