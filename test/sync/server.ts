import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import Sqlite from 'libsql'
import { createApp } from '#server/app.ts'
import type { Config } from '#server/config.ts'
import { type Database, openDatabase } from '#server/db/database.ts'
import { readEpoch, readRestored } from '#server/db/meta.ts'
import { defaultAccountBytes } from '#server/files/file-settings.ts'
import type { FileStore } from '#server/files/file-store.ts'
import { createSession } from '#server/identity/session-repository.ts'
import { sessionCookie } from '#server/identity/cookies.ts'
import { findStaff } from '#server/identity/staff-repository.ts'
import type { Installation } from '#server/installation.ts'
import { runDueJobs } from '#server/jobs/run-jobs.ts'
import { makeLog } from '#server/log.ts'
import { makeMailer } from '#server/notify/mailer.ts'
import { createHints } from '#server/sync/hints.ts'
import { runParkedCommand } from '#server/sync/parked-command.ts'
import type { Random } from './platform/random.ts'
import { drawFrom } from './platform/seeded-crypto.ts'
import { outsideTime } from './platform/virtual-time.ts'
import { layPoison, shopTemplate, staffAddress } from './shop-template.ts'

/** Where the power goes: before the commit of the n-th transaction from now, or after it and before anybody hears of it. */
export type KillPoint = { transactions: number, when: 'beforeCommit' | 'afterCommit' }

/** The real server on a real database, which can be killed at every transaction's border and put back from a backup. */
export type SimServer = {
  installation: Installation
  /** Never answers when the server dies meanwhile: `undefined`, as a broken line. */
  request: (path: string, init: RequestInit) => Promise<Response | undefined>
  /** Told of every call that was answered, by whoever wants to know. */
  onCall?: (path: string, init: RequestInit, answered: { status: number, answer: string }) => void
  isUp: () => boolean
  killAt: (point: KillPoint) => void
  kill: () => Promise<void>
  start: () => Promise<void>
  backUp: () => Promise<void>
  /** False where there is no backup yet. */
  restore: () => Promise<boolean>
  /** Every line of the log so far. */
  log: string[]
  /** Headers of a call from the desk. */
  deskHeaders: () => Promise<Record<string, string>>
  staffId: string
  /** The operator mends what made commands fail, has the parked ones tried again, and breaks it once more. */
  replayParked: () => Promise<void>
  /** What a server does without being asked. */
  runJobs: () => Promise<void>
  /** How many transactions were committed. */
  commits: () => number
  /** What stands in the database, read past the server; also while it is down. */
  readPast: <Row>(statement: string) => Row[]
  drop: () => Promise<void>
}

const memoryStore = (bytesByKey: Map<string, Uint8Array<ArrayBuffer>>): FileStore => {
  return {
    put: async (key, bytes) => { bytesByKey.set(key, new Uint8Array(bytes)) },
    get: async key => bytesByKey.get(key),
    remove: async key => { bytesByKey.delete(key) },
    async* list(prefix = '') { for (const key of bytesByKey.keys()) if (key.startsWith(prefix)) yield key },
  }
}

/** All that the server draws comes from `random`. `pause`: how long it is busy with other things before and after a transaction. */
export type ServerSurroundings = { now: () => number, random: Random, pause: () => Promise<void> | undefined }

export async function startServer({ now, random, pause }: ServerSurroundings): Promise<SimServer> {
  const template = await shopTemplate(now())
  drawFrom(random)
  const folder = mkdtempSync(join(template, 'world-'))
  const backup = join(folder, 'backup')
  copyFileSync(join(template, 'shop.db'), join(folder, 'servus.db'))
  const log: string[] = []
  const lines = makeLog(line => { log.push(line) }, now)
  const config: Config = {
    url: 'http://127.0.0.1:8080', isSecure: false, host: '127.0.0.1', port: 8080, isDemo: false,
    dataFolder: folder, contentFolder: join(folder, 'content'), distFolder: join(folder, 'dist'), mailFrom: 'servus@example.com', trustedProxies: 0,
    filesMaxPerAccount: defaultAccountBytes,
  }
  const bytesByKey = new Map<string, Uint8Array<ArrayBuffer>>()
  const files = memoryStore(bytesByKey)
  let backedUp: { at: number, files: Map<string, Uint8Array<ArrayBuffer>> } | undefined
  let commits = 0
  let killPoint: KillPoint | undefined
  let life = { isOver: true, end: () => {} }
  let died: Promise<undefined> = Promise.resolve(undefined)
  let installation!: Installation
  let app!: Awaited<ReturnType<typeof createApp>>
  let real!: Database
  let past: { database: Sqlite.Database, statements: Map<string, Sqlite.Statement> } | undefined
  const never = <Value>() => new Promise<Value>(() => {})

  /** The database of one life of the server. */
  function watched(database: Database): Database {
    const own = life
    return {
      ...database,
      async snapshot(work) {
        await pause()
        if (own.isOver) return never()
        const value = await database.snapshot(work)
        await pause()
        return own.isOver ? never() : value
      },
      async transaction(work) {
        await pause()
        if (own.isOver) return never()
        let isLast = false
        const value = await database.transaction(async trx => {
          const done = await work(trx)
          isLast = killPoint !== undefined && --killPoint.transactions <= 0
          if (isLast && killPoint?.when === 'beforeCommit') throw new Error('The power has gone')
          return done
        }).catch(async (failure: unknown) => {
          if (!isLast) throw failure
          await kill()
          return never<never>()
        })
        commits++
        if (isLast) await kill()
        else await pause()
        return own.isOver ? never() : value
      },
    }
  }

  async function start() {
    let end = () => {}
    died = new Promise(resolve => { end = () => resolve(undefined) })
    life = { isOver: false, end }
    killPoint = undefined
    real = await openDatabase({ folder })
    const database = watched(real)
    const restored = await readRestored(database.db)
    installation = {
      config, log: lines, database, db: database.db, hints: createHints(), files,
      mailer: makeMailer({ mailFrom: config.mailFrom }, lines), now, epoch: await readEpoch(database.db),
      ...(restored && { restored }),
    }
    app = await createApp(installation)
  }

  function closePast() {
    past?.database.close()
    past = undefined
  }

  async function kill() {
    if (life.isOver) return
    life.isOver = true
    installation.hints.close()
    closePast()
    await real.close()
    life.end()
  }

  await start()
  const staff = await findStaff(installation.db, staffAddress)
  if (!staff) throw new Error('Nobody is at the desk')

  const self: SimServer = {
    get installation() { return installation },
    log, staffId: staff.id,
    isUp: () => !life.isOver,
    commits: () => commits,
    readPast<Row>(statement: string) {
      past ??= { database: new Sqlite(join(folder, 'servus.db')), statements: new Map() }
      const prepared = past.statements.get(statement) ?? past.database.prepare(statement)
      past.statements.set(statement, prepared)
      return prepared.all() as Row[]
    },
    async request(path, init) {
      if (life.isOver) return undefined
      const exchange = () => Promise.race([(async () => app.request(path, init))(), died])
      const answer = await (path.startsWith('/api/files/') ? outsideTime(exchange) : exchange())
      if (answer && self.onCall) self.onCall(path, init, { status: answer.status, answer: await answer.clone().text() })
      return answer
    },
    killAt: point => { killPoint = point },
    kill: () => outsideTime(kill),
    start: () => outsideTime(start),
    async backUp() {
      mkdirSync(backup, { recursive: true })
      rmSync(join(backup, 'servus.db'), { force: true })
      backedUp = { at: now(), files: new Map(bytesByKey) }
      await sql`vacuum into ${join(backup, 'servus.db')}`.execute(installation.db)
    },
    async restore() {
      if (!backedUp) return false
      await kill()
      closePast()
      for (const name of ['servus.db', 'servus.db-wal', 'servus.db-shm']) rmSync(join(folder, name), { force: true })
      copyFileSync(join(backup, 'servus.db'), join(folder, 'servus.db'))
      const database = await openDatabase({ folder })
      await database.db.deleteFrom('meta').where('key', 'in', ['epoch', 'restored']).execute()
      await database.db.insertInto('meta').values({ key: 'restored', value: JSON.stringify({ backedUpAt: backedUp.at, restoredAt: now() }) }).execute()
      await database.close()
      bytesByKey.clear()
      for (const [key, bytes] of backedUp.files) bytesByKey.set(key, bytes)
      await outsideTime(start)
      return true
    },
    async deskHeaders() {
      const token = await createSession(installation.db, { audience: 'desk', staff: staff.id }, now())
      return { cookie: sessionCookie('desk', false, token).split(';')[0]!, 'content-type': 'application/json' }
    },
    async replayParked() {
      await sql`drop trigger if exists poison`.execute(installation.db)
      const { database } = installation
      await Promise.race([died, runParkedCommand(['replay', 'all'], { database, now: now(), write: line => { log.push(line) } })])
      if (life.isOver) await start()
      await layPoison(installation.db)
    },
    runJobs: () => outsideTime(async () => { await Promise.race([died, runDueJobs(installation)]) }),
    async drop() {
      await kill()
      closePast()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return self
}
