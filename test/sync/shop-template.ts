import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Database, openDatabase } from '#server/db/database.ts'
import { readEpoch } from '#server/db/meta.ts'
import { addStaff } from '#server/identity/staff-repository.ts'
import type { Db, Installation } from '#server/installation.ts'
import { makeLog } from '#server/log.ts'
import { readPublicCounters } from '#server/sync/content-page.ts'
import { keepSnapshots } from '#server/sync/keep-snapshots.ts'
import { openShop } from '../server/small-shop.ts'
import { makeRandom } from './platform/random.ts'
import { drawFrom } from './platform/seeded-crypto.ts'

const onMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const staffRoles = ['reception', 'executor', 'support', 'manager'] as const
export const staffAddress = { email: 'alex@staff.example' }

let template: Promise<string> | undefined

/** The folder with its database, `shop.db`. */
export const shopTemplate = (now: number): Promise<string> => template ??= makeTemplate(now)

/** An open shop with one person at the desk: made once, the same in every process, copied for each world. */
async function makeTemplate(now: number): Promise<string> {
  drawFrom(makeRandom(0))
  const folder = mkdtempSync(join(onMemory, 'servus-sim-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const database = await openDatabase({ folder })
  await openShop({ database } as Installation)
  await addStaff(database.db, { ...staffAddress, name: 'Alex', roles: staffRoles, language: 'en' }, now)
  await layPoison(database.db)
  await makeSnapshots(database, now)
  await sql`vacuum into ${join(folder, 'shop.db')}`.execute(database.db)
  await database.close()
  return folder
}

/** Of the public content, which never changes here. */
async function makeSnapshots(database: Database, now: number): Promise<void> {
  const installation = { database, db: database.db, now: () => now, epoch: await readEpoch(database.db), log: makeLog(() => {}) } as Installation
  await keepSnapshots(installation, await readPublicCounters(database.db), new Map())
}

/** A text with this word makes the database fail, as a bug of ours in one command would: until it is taken away. */
export const poison = 'poison'
export const layPoison = (db: Db) =>
  sql`create trigger poison before insert on event when new.body like '%poison%' begin select raise(abort, 'this cannot be stored'); end`.execute(db)
