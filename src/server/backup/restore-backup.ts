import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { Kysely, SqliteDialect } from 'kysely'
import { CheckedSqlite } from '../db/checked-sqlite.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { DatabaseProblem } from '../db/database-problem.ts'
import { lockFolder } from '../db/folder-lock.ts'
import { refuseLaterSchema } from '../db/migrations.ts'
import type { Db, Tables } from '../db/tables.ts'
import { fileKey, type FileStore } from '../files/file-store.ts'
import { fillPostgres } from './dump-database.ts'
import { readLedger, replayErasures } from './erasure-ledger.ts'
import { findDamaged, readManifest, type Manifest } from './manifest.ts'
import { openSealed } from './seal.ts'

export type RestoreParts = { backup: string, dataFolder: string, url?: string | undefined, files: FileStore, secret?: string | undefined, mayReplace: boolean, now: number }
export type Restored = { manifest: Manifest, erased: number, aside?: string }

/**
 * Puts a backup in the place of what is there, under a new epoch, so that devices offer again what they have. Checks everything before it changes anything;
 * what was there is kept aside. Who was erased meanwhile is erased again.
 */
export async function restoreBackup({ backup, dataFolder, url, files, secret, mayReplace, now }: RestoreParts): Promise<Restored> {
  const manifest = readManifest(backup)
  await refuseUnfit(backup, manifest, url, secret)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const work = await mkdtemp(join(url ? tmpdir() : dataFolder, '.restore-'))
  try {
    const plain = join(work, 'plain')
    await openSealed(join(backup, manifest.kind === 'sqlite' ? 'database.db' : 'rows.jsonl'), plain, manifest.isSealed ? secret : undefined)
    const aside = url ? await fill({ url, folder: dataFolder, plain, manifest, mayReplace, now }) : await replaceSqlite(dataFolder, plain, manifest, mayReplace, now)
    for (const { path } of manifest.entries) if (path.startsWith('files/')) await putFile(files, backup, path, work, manifest.isSealed ? secret : undefined)
    const database = await openDatabase({ url, folder: dataFolder })
    try {
      return { manifest, erased: await eraseAgain(database, dataFolder, files), ...(aside ? { aside } : {}) }
    } finally {
      await database.close()
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function refuseUnfit(backup: string, manifest: Manifest, url: string | undefined, secret: string | undefined): Promise<void> {
  const kind = url ? 'postgres' : 'sqlite'
  if (manifest.kind !== kind) throw new DatabaseProblem(`This backup is of ${manifest.kind === 'sqlite' ? 'the embedded database' : 'a PostgreSQL'}, the settings name ${kind === 'sqlite' ? 'the embedded database' : 'a PostgreSQL'}.`)
  if (manifest.isSealed && secret === undefined) throw new DatabaseProblem('This backup is encrypted: set SERVUS_BACKUP_KEY to the key it was made with.')
  refuseLaterSchema(new Set(manifest.schema))
  const damaged = await findDamaged(backup, manifest)
  if (damaged.length > 0) throw new DatabaseProblem(`The backup is damaged and nothing was changed. Not as they were written: ${damaged.slice(0, 5).join(', ')}${damaged.length > 5 ? ` and ${damaged.length - 5} more` : ''}.`)
}

async function replaceSqlite(dataFolder: string, plain: string, manifest: Manifest, mayReplace: boolean, now: number): Promise<string | undefined> {
  const lock = lockFolder(dataFolder)
  try {
    const isThere = existsSync(join(dataFolder, 'servus.db'))
    if (isThere && !mayReplace) throw new DatabaseProblem(`There is a database in ${dataFolder} already. Nothing was changed; say --replace to put the backup in its place.`)
    const aside = isThere ? join(dataFolder, `before-restore-${now}`) : undefined
    if (aside) {
      await mkdir(aside, { mode: 0o700 })
      for (const name of ['servus.db-wal', 'servus.db-shm', 'servus.db']) if (existsSync(join(dataFolder, name))) await rename(join(dataFolder, name), join(aside, name))
    }
    // Before it gets its name: no server may ever start it under the old epoch.
    const copy = openBare(plain)
    await writeEpoch(copy, manifest, now)
    await copy.destroy()
    await rename(plain, join(dataFolder, 'servus.db'))
    return aside
  } finally {
    lock.release()
  }
}

/** What was there stays until the new rows are in: they take its place in one transaction. */
async function fill({ url, folder, plain, manifest, mayReplace, now }: { url: string, folder: string, plain: string, manifest: Manifest, mayReplace: boolean, now: number }): Promise<undefined> {
  const database = await openDatabase({ url, folder })
  try {
    const schema = (await database.db.selectFrom('migration').select('id').orderBy('id').execute()).map(row => row.id)
    if (schema.join() !== manifest.schema.join()) throw new DatabaseProblem('This backup was made by another version of Servus. Restore it with that version, then start this one.')
    const isEmpty = !await database.db.selectFrom('account').select('id').limit(1).executeTakeFirst()
    if (!isEmpty && !mayReplace) throw new DatabaseProblem('The PostgreSQL is not empty. Nothing was changed; make a backup of it first, then say --replace.')
    await fillPostgres(database, plain, trx => writeEpoch(trx, manifest, now))
  } finally {
    await database.close()
  }
}

async function putFile(files: FileStore, backup: string, path: string, work: string, secret: string | undefined): Promise<void> {
  const plain = join(work, 'file')
  await openSealed(join(backup, path), plain, secret)
  await files.put(path.slice('files/'.length), await readFile(plain))
  await rm(plain)
}

/** A new epoch, and between which moments everything was lost. */
async function writeEpoch(trx: Db, manifest: Manifest, now: number): Promise<void> {
  const values = [{ key: 'epoch', value: randomUUID() }, { key: 'restored', value: JSON.stringify({ backedUpAt: manifest.at, restoredAt: now }) }]
  for (const row of values) {
    await trx.insertInto('meta').values(row).onConflict(conflict => conflict.column('key').doUpdateSet({ value: row.value })).execute()
  }
}

const openBare = (path: string): Db => new Kysely<Tables>({ dialect: new SqliteDialect({ database: new CheckedSqlite(path) }) })

async function eraseAgain({ transaction }: Database, dataFolder: string, files: FileStore): Promise<number> {
  const { storeKeys, count } = await transaction(trx => replayErasures(trx, readLedger(dataFolder)))
  for (const key of storeKeys) for (const variant of ['full', 'thumb'] as const) await files.remove(fileKey(key, variant))
  return count
}
