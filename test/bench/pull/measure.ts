// One change pulled from a database that grows. Bundled and started by pull.bench.mjs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase, type Database } from '#server/db/database.ts'
import { readFeedPage } from '#server/sync/feed-page.ts'
import { writeFeed } from '#server/sync/feed-repository.ts'
import { findSender, resultsAfter } from '#server/sync/sender-repository.ts'
import { startPostgres } from '../../server/postgres.ts'
import { fillFeeds, rowsPerAccount } from './fill-feeds.ts'

const sizes = (process.env.SIZES ?? '1000,10000,100000,1000000').split(',').map(Number)
const warmUp = 500
const runs = 2_000
/** In the middle of all that is stored. */
const owner = { account: 'a00000000', reader: 'm00000000' }
const sender = { account: owner.account, member: owner.reader, id: 's1' }

const kinds = (process.env.DATABASES ?? 'sqlite,postgres').split(',')
for (const kind of kinds) {
  const folder = mkdtempSync(join(tmpdir(), 'servus-bench-pull-'))
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
  console.log(`\npull after one change, ${database.kind}: SQL of one pull, median and p99 of ${runs} after ${warmUp} to warm up`)
  let filled = 0
  let first: number | undefined
  for (const size of sizes) {
    const began = performance.now()
    await fillFeeds(database, filled, size)
    await sql`analyze`.execute(database.db)
    filled = size
    const filledMs = performance.now() - began
    const version = await database.transaction(trx => writeFeed(trx, owner, [{ kind: 'event', key: 'q00000000/00000001', requestId: 'q00000000', number: 1, op: 'put' }]))
    const times: number[] = []
    for (let run = 0; run < warmUp + runs; run++) {
      const start = performance.now()
      await pullOnce(database, version - 1)
      if (run >= warmUp) times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    const median = times[runs / 2]!
    first ??= median
    console.log(`${String(size).padStart(9)} rows  ${median.toFixed(3)} ms  p99 ${times[Math.floor(runs * 0.99)]!.toFixed(3)} ms  ${(median / first).toFixed(2)} times the first  (filled in ${Math.round(filledMs / 1000)} s)`)
  }
  await showPlans(database)
}

/** What `pull` reads, in one snapshot as there. */
async function pullOnce(database: Database, cursor: number) {
  await database.snapshot(async trx => {
    await findSender(trx, sender)
    await resultsAfter(trx, sender, rowsPerAccount)
    const page = await readFeedPage(trx, owner, cursor)
    if (page.puts.length !== 1) throw new Error(`${page.puts.length} rows came instead of one`)
  })
}

/** A scan in one of these would be what grows. */
async function showPlans({ kind, db }: Database) {
  const { rows } = kind === 'sqlite'
    ? await sql<{ detail: string }>`explain query plan select event.body from feed join event on event.account_id = feed.account_id and event.request_id = feed.request_id
        and event.number = feed.number and event.stream = 'shared' where feed.account_id = ${owner.account} and feed.reader = ${owner.reader} and feed.version > 999 and feed.kind = 'event'`.execute(db)
    : await sql<{ detail: string }>`explain select event.body from feed join event on event.account_id = feed.account_id and event.request_id = feed.request_id
        and event.number = feed.number and event.stream = 'shared' where feed.account_id = ${owner.account} and feed.reader = ${owner.reader} and feed.version > 999 and feed.kind = 'event'`.execute(db)
  for (const row of rows) console.log(`    ${Object.values(row).filter(value => typeof value === 'string').join(' ')}`)
}
