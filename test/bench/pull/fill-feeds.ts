import { sql } from 'kysely'
import type { Database } from '#server/db/database.ts'

/** One reader in each account: requests with four events each. */
export const rowsPerAccount = 1_000
const rowsPerRequest = 5
const rowsAtOnce = 100_000

/** Makes the feed rows from `from` to `to`, and what stands behind them, by SQL alone: a million take a minute or two. */
export async function fillFeeds(database: Database, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += rowsAtOnce) await fillSome(database, start, Math.min(to, start + rowsAtOnce))
}

async function fillSome({ kind, transaction }: Database, from: number, to: number) {
  const isSqlite = kind === 'sqlite'
  const series = (first: number, last: number) => sql.raw(isSqlite
    ? `(with recursive s(i) as (values(${first}) union all select i + 1 from s where i + 1 < ${last}) select i from s) as n`
    : `(select i::bigint from generate_series(${first}, ${last - 1}) as g(i)) as n`)
  const padded = (value: string) => sql.raw(isSqlite ? `printf('%08d', ${value})` : `lpad((${value})::text, 8, '0')`)
  const account = sql`'a' || ${padded(`i / ${rowsPerAccount}`)}`
  const reader = sql`'m' || ${padded(`i / ${rowsPerAccount}`)}`
  const request = sql`'q' || ${padded(`i / ${rowsPerRequest}`)}`
  const step = sql.raw(`i % ${rowsPerRequest}`)
  const body = sql.raw(`'{"text":"${'it does not drain '.repeat(5)}"}'`)
  await transaction(async trx => {
    await sql`insert into feed (account_id, reader, kind, key, version, op, request_id, number, body)
      select ${account}, ${reader}, case when ${step} = 0 then 'request' else 'event' end,
        case when ${step} = 0 then ${request} else ${request} || '/' || ${padded(`i % ${rowsPerRequest}`)} end,
        i % ${sql.lit(rowsPerAccount)} + 1, 'put', ${request}, case when ${step} = 0 then null else ${step} end, null from ${series(from, to)}`.execute(trx)
    await sql`insert into event (account_id, request_id, stream, number, position, mid, idx, at, body)
      select ${account}, ${request}, 'shared', ${step}, ${step}, 'x' || ${padded('i')}, 0, i, ${body} from ${series(from, to)} where ${step} > 0`.execute(trx)
    await sql`insert into request (account_id, id, state, turn, is_ended, updated_at, last_event, last_desk_event, created_by, priority, search, body)
      select ${account}, ${request}, 'done', 'nobody', 1, i, 4, 0, ${reader}, 'normal', '', ${body} from ${series(from, to)} where ${step} = 0`.execute(trx)
    await sql`insert into feed_counter (account_id, reader, version, hash, floor)
      select ${account}, ${reader}, ${sql.lit(rowsPerAccount)}, '0000000000000000', 0 from ${series(from, to)} where i % ${sql.lit(rowsPerAccount)} = 0`.execute(trx)
    if (from === 0) {
      await sql`insert into sender (account_id, id, member_id, last_seq, created_at) values ('a00000000', 's1', 'm00000000', ${sql.lit(rowsPerAccount)}, 0)`.execute(trx)
      await sql`insert into result (account_id, sender_id, seq, mid, at, body)
        select 'a00000000', 's1', i + 1, 'x' || ${padded('i')}, 0, '{"kind":"void"}' from ${series(0, rowsPerAccount)}`.execute(trx)
    }
  })
}
