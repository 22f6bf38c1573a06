import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { RequestEvent } from '#domain/request/event.ts'
import { evolve } from '#domain/request/evolve.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'
import { fileKey, type FileStore } from '../files/file-store.ts'
import { changeHash, emptyHash, rowHash } from '../sync/content-hash.ts'
import { listBackups } from './make-backup.ts'

export type Finding = { isWell: boolean, text: string }
type Parts = { database: Database, files: FileStore, dataFolder: string, backupFolder?: string | undefined, now: number, mayRepair: boolean }

const well = (text: string): Finding => ({ isWell: true, text })
const ill = (text: string): Finding => ({ isWell: false, text })

/** Looks at everything that ought to hold, and tells each in words. `mayRepair`: a feed whose hash is wrong gets the right one, which resets it on devices. */
export async function examine({ database, files, dataFolder, backupFolder, now, mayRepair }: Parts): Promise<Finding[]> {
  const { db, kind } = database
  return [
    await checkIntegrity(db, kind),
    await checkFolds(db),
    await checkFeeds(db, mayRepair),
    await checkFiles(db, files),
    await checkParked(db),
    await checkRoom(dataFolder),
    await checkBackups(backupFolder, now),
  ]
}

async function checkIntegrity(db: Db, kind: Database['kind']): Promise<Finding> {
  if (kind === 'postgres') return well('The database answers and its schema is current.')
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  const said = rows.map(row => row.integrity_check).join('; ')
  return said === 'ok' ? well('The database is whole and its schema is current.') : ill(`The database is damaged (${said}). Put the newest backup in its place: npm run restore -- <backup> --replace`)
}

async function checkFolds(db: Db): Promise<Finding> {
  const requests = await db.selectFrom('request').select(['account_id', 'id', 'body']).execute()
  const wrong: string[] = []
  for (const { account_id: account, id, body } of requests) {
    const events = await db.selectFrom('event').select('body').where('account_id', '=', account).where('request_id', '=', id).where('stream', '=', 'shared').orderBy('number').execute()
    const row = events.map(event => JSON.parse(event.body) as RequestEvent).reduce<RequestRow | undefined>(evolve, undefined)
    if (JSON.stringify(row) !== body) wrong.push(id)
  }
  return wrong.length === 0 ? well(`Requests are what their events say: ${requests.length} looked at.`) : ill(`Requests that are not what their events say: ${wrong.join(', ')}`)
}

async function checkFeeds(db: Db, mayRepair: boolean): Promise<Finding> {
  const counters = await db.selectFrom('feed_counter').selectAll().execute()
  let wrong = 0
  for (const { account_id: account, reader, hash } of counters) {
    const rows = await db.selectFrom('feed').select(['kind', 'key', 'version']).where('account_id', '=', account).where('reader', '=', reader).where('op', '=', 'put').execute()
    const right = changeHash(emptyHash, rows.map(row => rowHash(row.kind, row.key, row.version)), [])
    if (right === hash) continue
    wrong++
    if (mayRepair) await db.updateTable('feed_counter').set({ hash: right }).where('account_id', '=', account).where('reader', '=', reader).where('hash', '=', hash).execute()
  }
  if (wrong === 0) return well(`Feeds have the hashes of their rows: ${counters.length} looked at.`)
  return ill(mayRepair ? `Feeds that had a wrong hash and have the right one now: ${wrong}.` : `Feeds with a wrong hash: ${wrong}. npm run doctor -- --repair works them out anew.`)
}

async function checkFiles(db: Db, files: FileStore): Promise<Finding> {
  const ready = await db.selectFrom('file').select(['id', 'store_key', 'served_sha256']).where('state', '=', 'ready').execute()
  const wrong: string[] = []
  for (const file of ready) {
    const bytes = await files.get(fileKey(file.store_key, 'full'))
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== file.served_sha256) wrong.push(file.id)
  }
  return wrong.length === 0 ? well(`Pictures are there and as they were stored: ${ready.length} looked at.`) : ill(`Pictures that are missing or not as they were stored: ${wrong.join(', ')}`)
}

async function checkParked(db: Db): Promise<Finding> {
  const { count } = await db.selectFrom('parked_command').select(eb => eb.fn.countAll<number>().as('count')).where('settled_at', 'is', null).executeTakeFirstOrThrow()
  return Number(count) === 0 ? well('No command is set aside.') : ill(`Commands that failed again and again and wait for you: ${count}.`)
}

const leastBytes = 1024 ** 3

async function checkRoom(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const text = `${(free / 1024 ** 3).toFixed(1)} GB are free where ${folder} lies.`
  return free >= leastBytes ? well(text) : ill(`${text} Make room: a full disk stops all writing.`)
}

const dayMs = 24 * 60 * 60 * 1000

async function checkBackups(folder: string | undefined, now: number): Promise<Finding> {
  if (folder === undefined) return well('Backups were not looked at: name their folder with --backups <folder>.')
  const newest = (await listBackups(folder)).at(-1)
  if (newest === undefined) return ill(`There is no backup in ${folder}. Make one: npm run backup -- ${folder}`)
  const at = Date.parse(newest.replace(/^servus-/, '').replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'))
  const days = Math.floor((now - at) / dayMs)
  return now - at <= 2 * dayMs ? well(`The newest backup is ${newest}.`) : ill(`The newest backup is ${days} days old: ${newest}.`)
}
