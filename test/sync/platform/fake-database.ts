import { IDBFactory, IDBTransaction } from 'fake-indexeddb'

/** As much of fake-indexeddb's inside as crashes need; its own names. */
export type RawStore = { records: { values: () => Iterable<{ key: unknown, value: unknown }> } }
export type RawDatabase = {
  name: string, version: number
  transactions: RawTransaction[], connections: RawConnection[], rawObjectStores: Map<string, RawStore>
  processTransactions: () => void
}
export type RawConnection = EventTarget & { _rawDatabase: RawDatabase, _closePending: boolean, process?: Process, close: () => void }
export type RawTransaction = {
  mode: 'readonly' | 'readwrite' | 'versionchange', durability: 'default' | 'strict' | 'relaxed', db: RawConnection
  _state: string, _requests: { request: { readyState: string } }[], _rollbackLog: (() => void)[]
  _prioritizedListeners: Map<string, () => void>, _abort: (name: string) => void, _start: () => void
}
export type RawFactory = IDBFactory & { _databases: Map<string, RawDatabase> }

/** Who uses a database: a tab or a worker, which may die at any border of a transaction. */
export type Process = {
  isDead: boolean
  /** Asked when a writing transaction has nothing left but to commit; `true`: the process has died just before. */
  beforeCommit: (transaction: RawTransaction) => boolean
  /** Told of every commit; `true`: the process has died before it could hear of it. */
  afterCommit: (transaction: RawTransaction) => boolean
  /** A disk may be slow: how long word of a commit takes. 0: none. */
  commitDelayMs: () => number
  later: (task: () => void, ms: number) => void
}

type Target = { dispatchEvent: (event: Event) => boolean }
const targetPrototype = Object.getPrototypeOf(IDBTransaction.prototype) as unknown as Target
const transactionPrototype = IDBTransaction.prototype as unknown as RawTransaction & Target
const dispatch = targetPrototype.dispatchEvent
const start = transactionPrototype._start

const processOf = (target: object): Process | undefined => {
  const { process, db, transaction, source } = target as { process?: Process, db?: RawConnection, transaction?: RawTransaction | null, source?: { transaction?: RawTransaction } | null }
  return process ?? db?.process ?? transaction?.db.process ?? source?.transaction?.db.process
}

const isTransaction = (target: object): target is RawTransaction & Target => target instanceof IDBTransaction

/** What the database itself listens for; a dead page hears nothing any more. */
function tellDatabaseAlone(transaction: RawTransaction, type: string) {
  transaction._prioritizedListeners.get(type)?.()
  transaction.db._rawDatabase.processTransactions()
}

targetPrototype.dispatchEvent = function (this: Target, event: Event): boolean {
  const process = processOf(this)
  if (!process) return dispatch.call(this, event)
  const isCommit = event.type === 'complete' && isTransaction(this)
  const hasDied = process.isDead || (isCommit && process.afterCommit(this))
  if (hasDied) {
    if (isTransaction(this)) tellDatabaseAlone(this, event.type)
    return true
  }
  const delayMs = isCommit && this.mode === 'readwrite' ? process.commitDelayMs() : 0
  if (delayMs === 0) return dispatch.call(this, event)
  ;(this as unknown as RawTransaction).db._rawDatabase.processTransactions()
  process.later(() => { if (!process.isDead) dispatch.call(this, event) }, delayMs)
  return true
}

transactionPrototype._start = function (this: RawTransaction) {
  const process = this.db.process
  const isAboutToCommit = this.mode === 'readwrite' && this._state !== 'finished' && this._requests.every(({ request }) => request.readyState === 'done')
  if (process && !process.isDead && isAboutToCommit && process.beforeCommit(this)) return
  start.call(this)
}

/** Ends everything that a process has open, as the browser does when a page is killed: what was not committed is undone. */
export function cutOff(factory: RawFactory, process: Process) {
  for (const database of factory._databases.values()) {
    for (const transaction of database.transactions) if (transaction.db.process === process && transaction._state !== 'finished') transaction._abort('AbortError')
    for (const connection of database.connections.slice()) if (connection.process === process) connection.close()
    database.processTransactions()
  }
}

/** A profile's databases as one process opens them. */
export function factoryFor(shared: RawFactory, process: Process): IDBFactory {
  const mark = <Request extends IDBOpenDBRequest>(request: Request): Request => {
    Object.assign(request, { process })
    const tag = () => { if (request.result as IDBDatabase | undefined) Object.assign(request.result, { process }) }
    for (const type of ['upgradeneeded', 'success']) request.addEventListener(type, tag)
    return request
  }
  const never = () => ({ addEventListener: () => {} }) as unknown as IDBOpenDBRequest
  return {
    open: (name: string, version?: number) => (process.isDead ? never() : mark(version === undefined ? shared.open(name) : shared.open(name, version))),
    deleteDatabase: (name: string) => (process.isDead ? never() : mark(shared.deleteDatabase(name))),
    databases: () => shared.databases(),
    cmp: (a: unknown, b: unknown) => shared.cmp(a, b),
  } as IDBFactory
}

export const newFactory = (): RawFactory => new IDBFactory() as RawFactory
