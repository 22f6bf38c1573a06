import { join } from 'node:path'
import { createApp } from '#server/app.ts'
import type { Config } from '#server/config.ts'
import type { DatabaseKind } from '#server/db/database.ts'
import { readEpoch } from '#server/db/meta.ts'
import { defaultAccountBytes } from '#server/files/file-settings.ts'
import { folderStore } from '#server/files/file-store.ts'
import { findStaff, addStaff } from '#server/identity/staff-repository.ts'
import { createSession } from '#server/identity/session-repository.ts'
import { sessionCookie } from '#server/identity/cookies.ts'
import type { Installation } from '#server/installation.ts'
import { makeLog } from '#server/log.ts'
import { makeMailer } from '#server/notify/mailer.ts'
import { createHints } from '#server/sync/hints.ts'
import type { Role } from '#domain/request/actor.ts'
import { type FreshDatabase, openFresh } from './databases.ts'

export type TestInstallation = {
  installation: Installation
  /** The whole server without a socket. */
  request: (path: string, init?: RequestInit) => Promise<Response>
  /** The server's clock; stands still until it is moved. */
  clock: { now: number }
  /** Every line of the log so far. */
  log: string[]
  fresh: FreshDatabase
  /** Makes a person of the staff and returns the headers of a call of theirs. */
  hireStaff: (name: string, roles: readonly Role[]) => Promise<{ id: string, headers: Record<string, string> }>
  stop: () => Promise<void>
}

export const startOfTests = Date.UTC(2026, 10, 22, 9)

export async function makeInstallation(kind: DatabaseKind): Promise<TestInstallation> {
  const fresh = await openFresh(kind)
  const clock = { now: startOfTests }
  const log: string[] = []
  const config: Config = {
    url: 'http://127.0.0.1:8080', isSecure: false, host: '127.0.0.1', port: 8080, isDemo: false,
    dataFolder: fresh.folder, contentFolder: join(fresh.folder, 'content'), distFolder: join(fresh.folder, 'dist'),
    mailFrom: 'servus@example.com', filesMaxPerAccount: defaultAccountBytes, trustedProxies: 0,
  }
  const lines = makeLog(line => { log.push(line) }, () => clock.now)
  const installation: Installation = {
    config, log: lines,
    database: fresh.database, db: fresh.database.db,
    hints: createHints(),
    files: folderStore(join(fresh.folder, 'files')),
    mailer: makeMailer({ mailFrom: config.mailFrom }, lines),
    now: () => clock.now,
    epoch: await readEpoch(fresh.database.db),
  }
  const app = await createApp(installation)
  return {
    installation, clock, log, fresh,
    request: async (path, init) => app.request(path, init),
    async hireStaff(name, roles) {
      const email = `${name.toLowerCase()}@staff.example`
      await addStaff(installation.db, { email, name, roles, language: 'en' }, clock.now)
      const staff = await findStaff(installation.db, { email })
      if (!staff) throw new Error('The staff person was not stored')
      const token = await createSession(installation.db, { audience: 'desk', staff: staff.id }, clock.now)
      return { id: staff.id, headers: { cookie: sessionCookie('desk', false, token).split(';')[0]! } }
    },
    async stop() {
      installation.hints.close()
      installation.mailer.close()
      await fresh.drop()
    },
  }
}
