import type { RawDatabase } from './fake-database.ts'

/** A database of its own with the same content; nobody may have the other one open. Values never change once they are stored and are shared. */
export function copyDatabase(database: RawDatabase): RawDatabase {
  const copied = new Map<object, object>()

  function copy(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const known = copied.get(value)
    if (known) return known
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>()
      copied.set(value, map)
      for (const [key, inner] of value) map.set(key, copy(inner))
      return map
    }
    if (isRecord(value)) return { ...value }
    const twin = (Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object)) as Record<string, unknown>
    copied.set(value, twin)
    for (const [key, inner] of Object.entries(value)) twin[key] = copy(inner)
    return twin
  }

  const prototype = Object.getPrototypeOf(database) as RawDatabase
  const twin = Object.create(prototype) as RawDatabase
  copied.set(database, twin)
  return Object.assign(twin, {
    name: database.name, version: database.version, transactions: [], connections: [], processTransactions: prototype.processTransactions.bind(twin),
    rawObjectStores: copy(database.rawObjectStores),
  })
}

/** What a store or an index holds for one key. */
const isRecord = (value: object) => 'key' in value && 'value' in value && Object.getPrototypeOf(value) === Object.prototype
