import type { Installation } from '../installation.ts'
import { partsFolder, timeOfPart } from './file-store.ts'
import { forgetParts } from './part-repository.ts'

/** For so long a device may take up an upload where it was broken off. */
export const abandonedAfterMs = 7 * 24 * 60 * 60 * 1000

/**
 * Removes what is left of uploads that nobody has gone on with, and bytes that a crash left without a row. Returns how many. A device that
 * comes back later begins anew. May run in several processes at once.
 */
export async function sweepParts({ database, files, now }: Pick<Installation, 'database' | 'files' | 'now'>): Promise<number> {
  const before = now() - abandonedAfterMs
  const keys = new Set(await database.transaction(trx => forgetParts(trx, { before })))
  for await (const key of files.list(partsFolder)) if (timeOfPart(key) < before) keys.add(key)
  for (const key of keys) await files.remove(key)
  return keys.size
}
