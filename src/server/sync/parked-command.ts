import type { Database } from '../db/database.ts'
import type { WireCommand } from '#protocol/command.ts'
import { listParked } from './parked-repository.ts'
import { replayParked } from './replay-parked.ts'

export const parkedUsage = `Commands of clients that the server could not carry out: npm run parked -- list | replay <mid> | replay all
  A server on the embedded database has to be stopped first.
`

type Parts = { database: Database, now: number, write: (text: string) => void }

/** Carries out `list` and `replay`. Answers the exit code: 1 where something stays parked, 2 where the words make no sense. */
export async function runParkedCommand(words: readonly string[], parts: Parts): Promise<number> {
  const [verb, which, ...others] = words
  if (verb === 'list' && which === undefined) return list(parts)
  if (verb === 'replay' && which !== undefined && others.length === 0) return replay(which, parts)
  parts.write(parkedUsage)
  return 2
}

async function list({ database, write }: Parts): Promise<number> {
  const rows = await listParked(database.db)
  for (const row of rows) {
    const { name, requestId } = JSON.parse(row.command) as WireCommand
    write(`${row.mid}  ${new Date(row.parked_at).toISOString()}  ${name}  request ${requestId ?? '-'}  account ${row.account_id}\n    ${row.reason}\n`)
  }
  if (rows.length === 0) write('Nothing is parked\n')
  return 0
}

async function replay(which: string, { database, now, write }: Parts): Promise<number> {
  const rows = await listParked(database.db, which === 'all' ? undefined : which)
  if (rows.length === 0) write(which === 'all' ? 'Nothing is parked\n' : `No parked command has the mid ${which}\n`)
  let failed = rows.length === 0 && which !== 'all'
  for (const row of rows) {
    try {
      const decided = await replayParked(database, row, now)
      write(`${row.mid}  ${!decided ? 'withdrawn by its writer' : decided.result.kind === 'rejected' ? `rejected: ${decided.result.rejection.code}` : decided.result.kind}\n`)
    } catch (error) {
      failed = true
      write(`${row.mid}  stays parked: ${String(error)}\n`)
    }
  }
  return failed ? 1 : 0
}
