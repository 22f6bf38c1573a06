import type { NewFile } from '#local/files.ts'

/** The longer side that the server keeps; more would only cost time on the way. */
const longestPixels = 2048
const quality = 0.85

/**
 * A picture as JPEG of at most 2048 px, turned upright; drawing it anew leaves place and camera behind. Nothing where the browser
 * cannot read the file as a picture.
 */
export async function reducePhoto(file: Blob): Promise<NewFile | undefined> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!bitmap) return undefined
  const scale = Math.min(1, longestPixels / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d')
  if (!context) return undefined
  // Transparent parts would turn black in JPEG.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
  return blob ? { bytes: await blob.arrayBuffer(), type: 'image/jpeg' } : undefined
}
