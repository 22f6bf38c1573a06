import { readFileBytes } from './files.ts'
import { useStorage } from './storage.ts'

/** The bytes of a file that could not be sent, as far as they are here, to make something smaller of them. */
export async function readOutboxFile(reader: string, file: string): Promise<ArrayBuffer> {
  return readFileBytes((await useStorage()).outboxOf(reader), file)
}

/** Lets go of a file that can not be sent, its bytes included. Its command stays as it is. */
export async function discardFile(reader: string, file: string): Promise<void> {
  const outbox = (await useStorage()).outboxOf(reader)
  await outbox.transaction('rw', outbox.files, outbox.parts, async () => {
    await outbox.parts.where('[file+index]').between([file, 0], [file, Infinity]).delete()
    await outbox.files.delete(file)
  })
}
