import { Dexie, liveQuery } from 'dexie'
import { openBaseDatabase } from './base-database.ts'
import { openDeviceDatabase, type DeviceDatabase } from './device-database.ts'
import { baseName, type FeedDatabase } from './feed-database.ts'
import { closeForGood, isClosedForGood, type Where } from './open-database.ts'
import { openOutboxDatabase, outboxName, type OutboxDatabase } from './outbox-database.ts'
import { openPublicDatabase } from './public-database.ts'

/** Every database of this device. Opening one costs nothing until it is first read. */
export type DeviceStorage = {
  device: DeviceDatabase
  content: FeedDatabase
  outboxOf: (reader: string) => OutboxDatabase
  baseOf: (reader: string) => FeedDatabase
  /** Deletes a reader's two databases from the disk; what still works with them fails. */
  deleteReader: (reader: string) => Promise<void>
  /** Must be called with readers of the registry alone: one who signed in again after a sign-out gets new databases. */
  welcome: (reader: string) => void
  liveQuery: typeof liveQuery
  close: () => void
}

/** Must be called once for each place where databases lie; `storage.ts` does it for the browser's. */
export function createStorage(where: Where = {}): DeviceStorage {
  const device = openDeviceDatabase(where)
  const content = openPublicDatabase(where)
  const outboxByReader = new Map<string, OutboxDatabase>()
  const baseByReader = new Map<string, FeedDatabase>()

  const keep = <Database>(map: Map<string, Database>, reader: string, open: () => Database): Database => {
    const database = map.get(reader) ?? open()
    map.set(reader, database)
    return database
  }

  const outboxOf = (reader: string) => keep(outboxByReader, reader, () => openOutboxDatabase(reader, where))
  const baseOf = (reader: string) => keep(baseByReader, reader, () => openBaseDatabase(reader, where))

  return {
    device,
    content,
    outboxOf,
    baseOf,
    async deleteReader(reader) {
      // Also those that were not open yet: an exchange under way must not make one anew.
      for (const database of [outboxOf(reader), baseOf(reader)]) closeForGood(database)
      for (const name of [outboxName(reader), baseName(reader)]) await new Dexie(name, where).delete()
    },
    welcome(reader) {
      for (const map of [outboxByReader, baseByReader]) {
        const database = map.get(reader)
        if (database && isClosedForGood(database)) map.delete(reader)
      }
    },
    liveQuery,
    close: () => [device, content, ...outboxByReader.values(), ...baseByReader.values()].forEach(database => database.close()),
  }
}
