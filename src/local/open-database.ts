import { Dexie } from 'dexie'
import { endStorageTrouble, reportStorageTrouble } from './storage-trouble.ts'

/** Where databases lie, when not with the browser: tests give each device a place of its own. */
export type Where = { indexedDB?: IDBFactory, IDBKeyRange?: typeof IDBKeyRange }

/** An old tab that does not let go, or a disk that does not answer, is told after this; the opening goes on. */
export const openLimitMs = 3_000

/**
 * A Dexie database with our manners: it gives way when another tab brings a newer version, and opens again by itself where the browser has
 * dropped the connection. `strict` waits for the disk at every write, for what can be had from nowhere else; caches are `relaxed`.
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
  watchOpening(database)
  return database
}

/** Also for openings of Dexie's own accord: at first use, and after a connection was lost. */
function watchOpening(database: Dexie) {
  const open = database.open.bind(database)
  database.open = () => {
    const timer = setTimeout(() => reportStorageTrouble('blocked'), openLimitMs)
    return open().then(opened => {
      for (const trouble of ['blocked', 'lost'] as const) endStorageTrouble(trouble)
      return opened
    }, (failure: Error) => {
      // One that was closed while it opened, or a browser without any storage, is told by whoever uses it.
      if (!['DatabaseClosedError', 'MissingAPIError'].includes(failure.name)) reportStorageTrouble('lost')
      throw failure
    }).finally(() => clearTimeout(timer))
  }
}

const closed = new WeakSet<Dexie>()

/** Whatever still holds this database fails from now on, rather than to make it anew after it was deleted. */
export function closeForGood(database: Dexie) {
  closed.add(database)
  database.close()
}

export const isClosedForGood = (database: Dexie): boolean => closed.has(database)
