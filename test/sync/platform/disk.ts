import { copyDatabase } from './copy-database.ts'
import { newFactory, type RawDatabase, type RawFactory, type RawTransaction } from './fake-database.ts'
import type { Random } from './random.ts'

type Commit = { database: RawDatabase, undo: (() => void)[], isStrict: boolean }
export type Image = { databases: Map<string, RawDatabase>, commits: number }

/** The disk of one profile: what was committed, and the way back from it. */
export type Disk = {
  factory: RawFactory
  committed: (transaction: RawTransaction) => void
  /** The power fails: of each database commits may be missing that did not wait for the disk, from the last one that did. Answers how many. */
  losePower: (random: Random) => number
  /** What a backup of the whole device would hold now. */
  takeImage: () => Image
  /** Puts everything back to an earlier moment. Every process must be dead. */
  putBack: (image: Image) => void
  /** Takes over a copy of everything on another disk. */
  copyFrom: (other: Disk) => void
  /** What lies in a store now, past all transactions. */
  rowsOf: <Row>(database: string, store: string) => Row[]
  databases: () => string[]
  commitCount: () => number
}

export function makeDisk(factory: RawFactory = newFactory()): Disk {
  const commits: Commit[] = []
  let count = 0

  function undoLast(isWanted: (commit: Commit) => boolean) {
    for (let index = commits.length - 1; index >= 0; index--) {
      const commit = commits[index]!
      if (!isWanted(commit)) continue
      for (const step of commit.undo.toReversed()) step()
      commits.splice(index, 1)
    }
  }

  return {
    factory,
    committed(transaction) {
      if (transaction.mode !== 'readwrite') return
      if (transaction._rollbackLog.length > 0) count++
      commits.push({ database: transaction.db._rawDatabase, undo: transaction._rollbackLog, isStrict: transaction.durability === 'strict' })
    },
    losePower(random) {
      let lost = 0
      for (const database of factory._databases.values()) {
        const own = commits.filter(commit => commit.database === database)
        const relaxed = own.slice(own.findLastIndex(commit => commit.isStrict) + 1)
        const gone = new Set(relaxed.slice(random.below(relaxed.length + 1)))
        lost += gone.size
        undoLast(commit => gone.has(commit))
      }
      return lost
    },
    takeImage: () => ({ databases: new Map(factory._databases), commits: commits.length }),
    putBack(image) {
      const later = new Set(commits.slice(image.commits))
      undoLast(commit => later.has(commit))
      factory._databases.clear()
      for (const [name, database] of image.databases) factory._databases.set(name, database)
    },
    copyFrom(other) {
      commits.length = 0
      factory._databases.clear()
      for (const [name, database] of other.factory._databases) factory._databases.set(name, copyDatabase(database))
    },
    rowsOf: <Row>(database: string, store: string) =>
      Array.from(factory._databases.get(database)?.rawObjectStores.get(store)?.records.values() ?? [], record => record.value as Row),
    databases: () => [...factory._databases.keys()],
    commitCount: () => count,
  }
}
