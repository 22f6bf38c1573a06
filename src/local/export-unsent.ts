import type { Millis } from '#domain/ids.ts'
import { serverNow } from './server-clock.ts'
import { readOutbox } from './outbox.ts'
import { useStorage } from './storage.ts'
import { readFileBytes } from './files.ts'

/**
 * All that exists on this device alone, as JSON for the person's own keeping: what waits, what was not taken, and photos (as base64). Also what a later
 * version of the app has written here, which this one may not understand.
 */
export async function exportUnsent(at: Millis = serverNow()): Promise<string> {
  const storage = await useStorage()
  const { waiting, attention, files } = await readOutbox()
  const commands = [...waiting, ...attention].map(({ command }) => command)
  const photos = await Promise.all(files.map(async ({ reader, file }) => ({ ...file, bytes: toBase64(await readFileBytes(storage.outboxOf(reader), file.id)) })))
  return JSON.stringify({ from: 'servus', at, commands, photos }, undefined, 2)
}

/** In pieces: a function takes only so many arguments. */
function toBase64(bytes: ArrayBuffer): string {
  const pieceBytes = 0x8000
  let text = ''
  for (let from = 0; from < bytes.byteLength; from += pieceBytes) text += String.fromCharCode(...new Uint8Array(bytes.slice(from, from + pieceBytes)))
  return btoa(text)
}
