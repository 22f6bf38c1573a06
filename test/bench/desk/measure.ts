// The desk's lists and searches over many requests. Bundled and started by desk.bench.mjs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { requestNumber } from '#domain/ids.ts'
import type { DeskQuery } from '#protocol/desk.ts'
import { openDatabase, type Database } from '#server/db/database.ts'
import { findClients } from '#server/requests/client-repository.ts'
import { countViews, cursorOf, deskPageSize, listRequests } from '#server/requests/desk-repository.ts'
import { startPostgres } from '../../server/postgres.ts'
import { fillRequests, idOf, phoneOf, startOfBench } from './fill-requests.ts'

const size = Number(process.env.SIZE ?? 100_000)
const runs = 40
const pagesDeep = 20
const staffId = 's1'

for (const kind of (process.env.DATABASES ?? 'sqlite,postgres').split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'servus-bench-desk-'))
  const server = kind === 'postgres' ? await startPostgres() : undefined
  const database = await openDatabase({ folder, ...(server ? { url: server.url } : {}) })
  try {
    await measureAll(database)
  } finally {
    await database.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureAll(database: Database) {
  const began = performance.now()
  await fillRequests(database, size)
  // PostgreSQL does so by itself after a while; the embedded database is measured as it comes.
  if (database.kind === 'postgres') await sql`vacuum analyze`.execute(database.db)
  console.log(`\nthe desk with ${size} requests, ${database.kind}: median and slowest of ${runs}  (filled in ${Math.round((performance.now() - began) / 1000)} s)`)
  const middle = Math.floor(size / 2)
  const views = ['forUs', 'byDeadline', 'unassigned', 'mine', 'remarks', 'forClient', 'all', 'ended'] as const
  for (const view of views) await measure(`first page of ${view}`, () => list(database, { view }))
  const deep = await pageDeep(database)
  await measure(`page ${pagesDeep} of ended`, () => list(database, { view: 'ended', ...(deep ? { after: deep } : {}) }))
  await measure('numbers of all views', () => database.snapshot(trx => countViews(trx, staffId, startOfBench)))
  const searches = {
    'a number': requestNumber(idOf(middle)), 'a phone number': phoneOf(Math.floor(middle / 4)).replace('+46 ', '0'), 'a name': 'karin lindqvist', 'a rare word': `M${middle}`,
    'a common word': 'washing', 'common and rare': `washing M${middle - (middle % 7)}`, 'what is nowhere': 'xyzzy', 'beginnings of two words': 'was dra',
  }
  for (const view of ['all', 'ended'] as const) {
    for (const [what, search] of Object.entries(searches)) await measure(`${what}, in ${view}`, () => list(database, { view, search }))
  }
  await measure('a client by phone number', () => database.snapshot(trx => findClients(trx, phoneOf(Math.floor(middle / 4)))))
  await measure('a client by name', () => database.snapshot(trx => findClients(trx, 'karin lin')))
}

function list(database: Database, query: DeskQuery) {
  return database.snapshot(trx => listRequests(trx, query, staffId))
}

async function pageDeep(database: Database): Promise<string | undefined> {
  let after: string | undefined
  for (let page = 1; page < pagesDeep; page++) {
    const last = (await list(database, { view: 'ended', ...(after ? { after } : {}) }))[deskPageSize - 1]
    if (!last) return after
    after = cursorOf(last, 'ended')
  }
  return after
}

async function measure(what: string, work: () => Promise<unknown[] | object>) {
  const times: number[] = []
  let found: unknown[] | object = []
  for (let run = 0; run < runs + 3; run++) {
    const start = performance.now()
    found = await work()
    if (run >= 3) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const count = Array.isArray(found) ? `${found.length} rows` : ''
  console.log(`  ${what.padEnd(34)} ${times[runs / 2]!.toFixed(2).padStart(8)} ms  ${times.at(-1)!.toFixed(2).padStart(8)} ms  ${count}`)
}
