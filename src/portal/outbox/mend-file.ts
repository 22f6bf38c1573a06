import { discardFile, readOutboxFile } from '#local/discard-file.ts'
import type { WaitingFile } from '#local/outbox.ts'
import { reducePhoto } from '#local/reduce-photo.ts'
import { submit } from '#local/submit.ts'

/** Sides to try for a photo that was too large as it was. */
const smallerSides = [1600, 1024, 640] as const

/** Sends another photo in the place of one that cannot go. False where it is no photo that can be sent. */
export async function replacePhoto({ reader, file }: WaitingFile, photo: Blob, sides?: readonly number[]): Promise<boolean> {
  const reduced = await reducePhoto(photo, sides)
  if (!reduced || sides && reduced.bytes.byteLength >= file.size) return false
  await submit({ name: 'attach', requestId: file.requestId, args: {}, files: [reduced] })
  await discardFile(reader, file.id)
  return true
}

/** Sends the same photo with fewer pixels. */
export async function makeSmaller(waiting: WaitingFile): Promise<boolean> {
  const bytes = await readOutboxFile(waiting.reader, waiting.file.id)
  return replacePhoto(waiting, new Blob([bytes], { type: waiting.file.type }), smallerSides)
}
