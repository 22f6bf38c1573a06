import { Dexie } from 'dexie'
import { reportStorageTrouble } from './storage-trouble.ts'

/** Where databases lie, when not with the browser: tests give each device a place of its own. */
export type Where = { indexedDB?: IDBFactory, IDBKeyRange?: typeof IDBKeyRange }

/**
 * A Dexie database with our manners: it gives way when another tab brings a newer version. `strict` waits for the disk at
 * every write, for what can be had from nowhere else; caches are `relaxed`.
 */
export function openDatabase(name: string, durability: 'strict' | 'relaxed', where: Where): Dexie {
  const database = new Dexie(name, { chromeTransactionDurability: durability, ...where })
  database.on('versionchange', event => {
    closeForGood(database)
    // Without a new version the database is being deleted, which its deleter answers for.
    if (event.newVersion !== null) reportStorageTrouble('replaced')
    // Dexie's own listener comes next and would let the next use open, and so make anew, what is being deleted.
    return false
  })
  database.on('blocked', () => reportStorageTrouble('blocked'))
  return database
}

const closed = new WeakSet<Dexie>()

/** Whatever still holds this database fails from now on, rather than to make it anew after it was deleted. */
export function closeForGood(database: Dexie) {
  closed.add(database)
  database.close()
}

export const isClosedForGood = (database: Dexie): boolean => closed.has(database)
