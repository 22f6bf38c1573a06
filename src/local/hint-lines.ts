import type { Hint } from '#protocol/messages.ts'
import { languageScope, publicScope, readerScope, type Scope } from '#protocol/scopes.ts'
import type { Reader } from './device-database.ts'
import type { FeedDatabase } from './feed-database.ts'
import { listenForHints } from './hints.ts'
import { findLive } from './readers.ts'
import type { SyncParts } from './sync-parts.ts'
import { wake } from './wake.ts'

/** Browsers allow six connections to one server over HTTP/1.1, for all tabs together. */
const mostLines = 2

export type HintLines = {
  /** Listens for those who are on the device now, and for nobody else. */
  follow: () => Promise<void>
  areAlive: () => boolean
}

/** The open lines to the server, one for each of the first readers that it knows. */
export function createHintLines(parts: SyncParts, signal: AbortSignal): HintLines {
  const lineByReader = new Map<string, AbortController>()
  const alive = new Set<string>()
  signal.addEventListener('abort', () => lineByReader.forEach(line => line.abort()))

  function open(reader: Reader) {
    const line = new AbortController()
    lineByReader.set(reader.id, line)
    const listener = {
      onHint: (hint: Hint) => { isNews(parts, reader, hint).then(news => { if (news) wake('hint') }).catch(() => {}) },
      known: () => readKnown(parts, reader),
      onAlive: (isAlive: boolean) => { if (isAlive) alive.add(reader.id); else alive.delete(reader.id) },
    }
    listenForHints(parts, reader, listener, line.signal).catch(() => {}).finally(() => {
      alive.delete(reader.id)
      // One that broke is opened anew after the next round.
      if (lineByReader.get(reader.id) === line) lineByReader.delete(reader.id)
    })
  }

  return {
    async follow() {
      if (signal.aborted) return
      const known: Reader[] = []
      for (const reader of await findLive(parts.storage)) {
        if (reader.as) continue
        if ((await parts.storage.outboxOf(reader.id).meta.get('outbox'))?.epoch !== undefined) known.push(reader)
      }
      const wanted = known.slice(0, mostLines)
      for (const [id, line] of lineByReader) {
        if (wanted.some(reader => reader.id === id)) continue
        line.abort()
        lineByReader.delete(id)
      }
      for (const reader of wanted) if (!lineByReader.has(reader.id)) open(reader)
    },
    areAlive: () => lineByReader.size > 0 && [...lineByReader.keys()].every(id => alive.has(id)),
  }
}

/** Where the scopes stand here that this device keeps: the reader's own, the catalog and the wanted texts. */
async function readKnown({ storage, languages }: SyncParts, { id }: Reader): Promise<Map<Scope, number>> {
  const settled = async (base: FeedDatabase, scope: Scope) => [scope, (await base.feeds.get(scope))?.settled ?? 0] as const
  const ownScope = readerScope(id)
  return new Map(await Promise.all([
    settled(storage.baseOf(id), ownScope),
    ...[publicScope, ...languages().map(languageScope)].map(scope => settled(storage.content, scope)),
  ]))
}

/** The first hints of a line repeat what we may well have; texts in other languages are not kept here. */
async function isNews(parts: SyncParts, reader: Reader, { scope, version }: Hint): Promise<boolean> {
  return version > ((await readKnown(parts, reader)).get(scope) ?? Infinity)
}
