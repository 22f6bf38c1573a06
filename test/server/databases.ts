import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { type Database, type DatabaseKind, type DatabasePlace, openDatabase } from '#server/db/database.ts'

export type FreshDatabase = {
  database: Database
  /** A folder of its own, also for files. */
  folder: string
  /** Where it is, as `openDatabase` takes it. */
  place: DatabasePlace
  /** Opens the same database again, after `database.close()`. */
  reopen: () => Promise<Database>
  /** Closes and removes it. */
  drop: () => Promise<void>
}

/** A database that nobody else uses, of either kind, empty but for its schema. */
export async function openFresh(kind: DatabaseKind): Promise<FreshDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'servus-test-'))
  const server = kind === 'postgres' ? postgresServer() : undefined
  const name = `servus_${randomBytes(8).toString('hex')}`
  if (server) await onServer(server, `create database ${name}`)
  const place: DatabasePlace = { folder, ...(server ? { url: Object.assign(new URL(server), { pathname: `/${name}` }).href } : {}) }
  const fresh: FreshDatabase = {
    database: await openDatabase(place), folder, place,
    async reopen() {
      fresh.database = await openDatabase(place)
      return fresh.database
    },
    async drop() {
      await fresh.database.close()
      if (server) await onServer(server, `drop database ${name} with (force)`)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return fresh
}

function postgresServer(): string {
  const url = inject('postgresUrl')
  if (!url) throw new Error('No PostgreSQL runs for these tests: see test/server/postgres.ts')
  return url
}

async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The same suite on both databases. */
export const describeOnBoth = (title: string, body: (kind: DatabaseKind) => void) =>
  describe.each(['sqlite', 'postgres'] as const)(`${title}, on %s`, body)
