import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import Database from 'libsql'
import { type Kysely, sql } from 'kysely'
import type { Database as OpenDatabase } from '../db/database.ts'
import { DatabaseProblem } from '../db/database-problem.ts'
import type { Db } from '../db/tables.ts'
import { writeSealed } from './seal.ts'

/** What a database says of itself at the moment of the copy. */
export type Copied = { path: string, epoch: string, schema: string[], counts: Record<string, number> }

const atOnce = 500

/** A copy of the embedded database, also while a server writes into it: SQLite lets others read one moment of it. */
export async function copySqlite(dataFolder: string, target: string, secret: string | undefined): Promise<Copied> {
  const plain = join(target, 'database.plain')
  const source = new Database(join(dataFolder, 'servus.db'), { timeout: 30_000 })
  try {
    source.exec(`vacuum into '${plain.replaceAll('\'', '\'\'')}'`)
  } finally {
    source.close()
  }
  const copy = new Database(plain)
  const all = <Row>(text: string) => copy.prepare(text).all() as Row[]
  const tables = all<{ name: string }>(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`)
  const counts = Object.fromEntries(tables.map(({ name }) => [name, all<{ count: number }>(`select count(*) as count from "${name}"`)[0]!.count]))
  const schema = all<{ id: string }>('select id from migration order by id').map(row => row.id)
  const epoch = all<{ value: string }>(`select value from meta where key = 'epoch'`)[0]?.value ?? ''
  copy.close()
  await writeSealed(createReadStream(plain), join(target, 'database.db'), secret)
  await rm(plain)
  return { path: 'database.db', epoch, schema, counts }
}

/** Every row of a PostgreSQL of one moment, a line of JSON each; needs no program beside this one. */
export async function copyPostgres({ snapshot }: OpenDatabase, target: string, secret: string | undefined): Promise<Copied> {
  return snapshot(async trx => {
    const db = trx as unknown as Kysely<unknown>
    const counts: Record<string, number> = {}
    const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema() order by tablename`.execute(db)
    async function* lines() {
      for (const { name } of tables) {
        counts[name] = 0
        yield `${JSON.stringify({ table: name })}\n`
        await sql.raw(`declare rows_${name} no scroll cursor for select * from "${name}"`).execute(db)
        for (;;) {
          const { rows } = await sql.raw<object>(`fetch ${atOnce} from rows_${name}`).execute(db)
          for (const row of rows) yield `${JSON.stringify(row)}\n`
          counts[name] += rows.length
          if (rows.length < atOnce) break
        }
        await sql.raw(`close rows_${name}`).execute(db)
      }
    }
    await writeSealed(Readable.from(lines()), join(target, 'rows.jsonl'), secret)
    const { rows: meta } = await sql<{ value: string }>`select value from meta where key = 'epoch'`.execute(db)
    const { rows: schema } = await sql<{ id: string }>`select id from migration order by id`.execute(db)
    return { path: 'rows.jsonl', epoch: meta[0]?.value ?? '', schema: schema.map(row => row.id), counts }
  })
}

/** Fills a PostgreSQL whose schema is the backup's, in one transaction: all of it or nothing. */
export async function fillPostgres({ transaction }: OpenDatabase, path: string, finish: (trx: Db) => Promise<void>): Promise<void> {
  await transaction(async trx => {
    const db = trx as unknown as Kysely<Record<string, Record<string, unknown>>>
    let table = ''
    let rows: Record<string, unknown>[] = []
    const flush = async () => {
      if (rows.length > 0) await db.insertInto(table).values(rows).execute()
      rows = []
    }
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      const row = JSON.parse(line) as Record<string, unknown>
      if (typeof row.table === 'string' && Object.keys(row).length === 1) {
        await flush()
        table = row.table
        if (!/^\w+$/.test(table)) throw new DatabaseProblem(`The backup names a table that cannot be: ${table}`)
        await sql.raw(`delete from "${table}"`).execute(db)
        continue
      }
      rows.push(row)
      if (rows.length === atOnce) await flush()
    }
    await flush()
    await finish(trx)
  })
}
