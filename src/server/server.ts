import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { type Database, openDatabase } from './db/database.ts'
import { readEpoch, readRestored } from './db/meta.ts'
import { fillDemo } from './fill-demo.ts'
import { keepAccountLimit } from './files/account-room.ts'
import { openFileStore } from './files/open-file-store.ts'
import type { Installation } from './installation.ts'
import { startJobs } from './jobs/run-jobs.ts'
import type { Log } from './log.ts'
import { makeMailer } from './notify/mailer.ts'
import { createHints, type Hints } from './sync/hints.ts'
import { shareHints } from './sync/share-hints.ts'
import { whereScopesStand } from './sync/where-scopes-stand.ts'

export type RunningServer = {
  installation: Installation
  /** Ends streams, lets running calls finish for a moment, then closes the database. Calling it again changes nothing. */
  stop: () => Promise<void>
}

const patienceMs = 5_000

/** Opens the database, fills a demo, and listens. Throws a DatabaseProblem, or what listening failed with. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const installation = await openInstallation(config, log)
  try {
    await fillDemo(installation)
    const app = await createApp(installation)
    const server = await listen(app.fetch, config)
    const jobs = startJobs(installation)
    let stopped: Promise<void> | undefined
    return { installation, stop: () => stopped ??= jobs.stop().then(() => stopServer(server, installation)) }
  } catch (error) {
    await closeInstallation(installation)
    throw error
  }
}

async function openInstallation(config: Config, log: Log): Promise<Installation> {
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  const restored = await readRestored(database.db)
  await keepAccountLimit(database.db, config.filesMaxPerAccount)
  return {
    config, log, database,
    db: database.db,
    hints: openHints(config, database, log),
    files: openFileStore(config),
    mailer: makeMailer(config, log),
    now: Date.now,
    epoch: await readEpoch(database.db),
    ...(restored && { restored }),
  }
}

/** Several processes may serve one PostgreSQL; what one of them changes is told by all. */
function openHints({ databaseUrl }: Config, { db }: Database, log: Log): Hints {
  const local = createHints()
  return databaseUrl === undefined ? local : shareHints(local, { url: databaseUrl, log, readVersions: owners => whereScopesStand(db, owners) })
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server)) as Server
    server.once('error', reject)
  })
}

async function stopServer(server: Server, installation: Installation): Promise<void> {
  const closed = new Promise<void>(resolve => { server.close(() => resolve()) })
  installation.hints.close()
  // A connection that is kept alive falls idle only once its last answer is out.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  await closeInstallation(installation)
}

async function closeInstallation({ hints, mailer, database }: Installation): Promise<void> {
  hints.close()
  mailer.close()
  await database.close()
}
