import type { Millis } from '#domain/ids.ts'
import { findVisible } from './readers.ts'
import { useStorage } from './storage.ts'

/** A scope that differs from the server's although it was fetched anew. */
export type Doubt = { scope: string, since: Millis }

/** What of this device is not just as the server says it, for somebody whom one asks for help. Empty when all is well. */
export async function readDoubts(): Promise<Doubt[]> {
  const storage = await useStorage()
  const bases = [storage.content, ...(await findVisible(storage)).map(reader => storage.baseOf(reader.id))]
  const feeds = (await Promise.all(bases.map(base => base.feeds.toArray()))).flat()
  return feeds.flatMap(({ scope, differsSince }) => (differsSince === undefined ? [] : [{ scope, since: differsSince }]))
}
