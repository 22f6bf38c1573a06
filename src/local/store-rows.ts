import type { FeedDatabase, FeedRow } from './feed-database.ts'
import { longestTaskMs } from './pause-for-others.ts'

type RowKey = [string, number, string, string]
const keyOf = ({ scope, fill, kind, key }: FeedRow): RowKey => [scope, fill, kind, key]

/**
 * Stores rows within the transaction that is open and returns those whose place they took. `isNew`: hardly any of them can be here already,
 * which spares looking for each.
 */
export async function storeRows(database: FeedDatabase, rows: readonly FeedRow[], isNew: boolean): Promise<FeedRow[]> {
  const replaced: FeedRow[] = []
  await inChunks(rows, async chunk => { replaced.push(...await (isNew ? addRows : putRows)(database, chunk)) })
  return replaced
}

async function putRows({ rows }: FeedDatabase, chunk: readonly FeedRow[]): Promise<FeedRow[]> {
  const before = await rows.bulkGet(chunk.map(keyOf))
  await rows.bulkPut(chunk)
  return before.filter(row => row !== undefined)
}

async function addRows(database: FeedDatabase, chunk: readonly FeedRow[]): Promise<FeedRow[]> {
  const known = await database.rows.bulkAdd(chunk).then(() => [], (failure: unknown) => rowsThatWereThere(failure, chunk))
  return known.length > 0 ? putRows(database, known) : []
}

/** Dexie goes on past a key that exists, and tells at the end; any other failure is one. */
function rowsThatWereThere(failure: unknown, chunk: readonly FeedRow[]): FeedRow[] {
  const failures = Object.entries((failure as { failuresByPos?: Record<number, Error> }).failuresByPos ?? {})
  if (failures.length === 0 || failures.some(([, { name }]) => name !== 'ConstraintError')) throw failure
  return failures.map(([position]) => chunk[Number(position)]!)
}

const firstSize = 64
const sizes = { least: 16, most: 400 }
/** Learned from one page to the next: how many rows this device stores in the time that a task may take. */
let size = firstSize

/** Two chunks are under way at once: one is written to the disk while the next is prepared, and no task holds the screen up. */
async function inChunks<Item>(items: readonly Item[], store: (chunk: readonly Item[]) => Promise<void>): Promise<void> {
  let next = 0
  async function lane() {
    while (next < items.length) {
      const chunk = items.slice(next, next + size)
      next += chunk.length
      const began = performance.now()
      await store(chunk)
      const tookMs = performance.now() - began
      if (tookMs > 2 * longestTaskMs) size = Math.max(sizes.least, Math.floor(size / 2))
      else if (tookMs < longestTaskMs && chunk.length === size) size = Math.min(sizes.most, size * 2)
    }
  }
  await Promise.all([lane(), lane()])
}
