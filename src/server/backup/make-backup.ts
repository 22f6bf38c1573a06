import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Database } from '../db/database.ts'
import type { FileStore } from '../files/file-store.ts'
import { copyPostgres, copySqlite } from './dump-database.ts'
import { describeFile, manifestName, type Entry, type Manifest } from './manifest.ts'
import { writeSealed } from './seal.ts'

export type BackupParts = {
  dataFolder: string
  /** PostgreSQL, open; the embedded database is read beside the server that has it. */
  postgres?: Database
  files: FileStore
  folder: string
  secret?: string | undefined
  keep?: number | undefined
  now: number
}

const prefix = 'servus-'
const nameAt = (now: number) => `${prefix}${new Date(now).toISOString().replaceAll(':', '-').replace(/\.\d+Z$/, 'Z')}`

/**
 * Makes a backup in a folder of its own below `folder`: the database of one moment, then the files, of which none that it names can be missing by
 * then; those that lie elsewhere stay there. It has its name only once it is whole. The oldest beyond `keep` are deleted afterwards.
 */
export async function makeBackup({ dataFolder, postgres, files, folder, secret, keep, now }: BackupParts): Promise<{ path: string, manifest: Manifest, removed: string[] }> {
  const path = join(folder, nameAt(now))
  const draft = `${path}.unfinished`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  try {
    const { path: database, ...copied } = postgres ? await copyPostgres(postgres, draft, secret) : await copySqlite(dataFolder, draft, secret)
    const entries = [await describeFile(draft, database)]
    for await (const key of files.elsewhere === undefined ? files.list() : []) {
      const entry = await copyFile(files, key, draft, secret)
      if (entry) entries.push(entry)
    }
    const manifest: Manifest = { format: 'servus-backup/1', at: now, kind: postgres ? 'postgres' : 'sqlite', ...copied, isSealed: secret !== undefined, entries }
    await writeFile(join(draft, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true })
    await rename(draft, path)
    return { path, manifest, removed: keep === undefined ? [] : await removeOldest(folder, keep) }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function copyFile(files: FileStore, key: string, draft: string, secret: string | undefined): Promise<Entry | undefined> {
  const bytes = await files.get(key)
  if (!bytes) return undefined
  const path = `files/${key}`
  await mkdir(join(draft, dirname(path)), { recursive: true, mode: 0o700 })
  await writeSealed(Readable.from([Buffer.from(bytes)]), join(draft, path), secret)
  return describeFile(draft, path)
}

/** Whole backups in a folder, the oldest first: their names sort by time. */
export const listBackups = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter(name => name.startsWith(prefix) && name.endsWith('Z')).sort()

async function removeOldest(folder: string, keep: number): Promise<string[]> {
  const gone = (await listBackups(folder)).slice(0, -keep)
  for (const name of gone) await rm(join(folder, name), { recursive: true, force: true })
  return gone
}
