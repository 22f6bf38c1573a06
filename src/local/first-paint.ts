import type { Business } from '#domain/catalog/business.ts'
import type { Millis } from '#domain/ids.ts'
import type { ProjectedRequest } from './read-reader.ts'

/** What a page needs to paint at once on a return visit, as it was last shown. Without events: cards need none. */
export type FirstPaint = {
  home: { requests: ProjectedRequest[], business?: Pick<Business, 'name' | 'phone' | 'phoneText'>, unsent: number, at: Millis }
}

/** One screenful. */
const mostRequests = 30
const databaseName = 'servus-first-paint'
const storeName = 'pages'

const done = <Value>(request: IDBRequest<Value>) => new Promise<Value>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'))
})

async function withPages<Value>(mode: IDBTransactionMode, task: (pages: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  const opening = indexedDB.open(databaseName, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName)
  const database = await done(opening)
  database.onversionchange = () => database.close()
  try {
    return await done(task(database.transaction(storeName, mode).objectStore(storeName)))
  } finally {
    database.close()
  }
}

/** The page's record, read without Dexie. Undefined where there is none, or no storage: it is only for speed. */
export async function readFirstPaint<Page extends keyof FirstPaint>(page: Page): Promise<FirstPaint[Page] | undefined> {
  try {
    return await withPages('readonly', pages => pages.get(page) as IDBRequest<FirstPaint[Page] | undefined>)
  } catch {
    return undefined
  }
}

/** Keeps what a page shows now for its next visit. */
export async function writeFirstPaint<Page extends keyof FirstPaint>(page: Page, record: FirstPaint[Page]): Promise<void> {
  const requests = record.requests.slice(0, mostRequests).map(request => ({ ...request, events: [] }))
  await withPages('readwrite', pages => pages.put({ ...record, requests }, page))
}

/** Must be called whenever somebody's data leaves the device or the screen. */
export async function forgetFirstPaint(): Promise<void> {
  await withPages('readwrite', pages => pages.clear())
}
