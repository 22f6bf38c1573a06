import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { sql } from 'kysely'
import type { Db } from '../db/tables.ts'

const erasureSchema = v.strictObject({ account: v.string(), member: v.string(), at: v.number() })
/** Who was erased, and when. `member` is empty where the whole account was. */
export type Erasure = v.InferOutput<typeof erasureSchema>

const pathIn = (dataFolder: string) => join(dataFolder, 'erasures.jsonl')

/** Adds to the list that no backup holds and no restore replaces, once the erasure itself is through. */
export const noteErasure = (dataFolder: string, erasure: Erasure): void =>
  appendFileSync(pathIn(dataFolder), `${JSON.stringify(erasure)}\n`, { mode: 0o600, flush: true })

/** Everybody who was erased here so far. A last line that was cut off by a crash counts not. */
export function readLedger(dataFolder: string): Erasure[] {
  const path = pathIn(dataFolder)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').flatMap(line => {
    try {
      return [v.parse(erasureSchema, JSON.parse(line))]
    } catch {
      return []
    }
  })
}

/** Tables whose rows belong to an account, by the schema of this version. */
const accountTables = [
  'request', 'event', 'sender', 'result', 'feed', 'feed_counter', 'file', 'file_part', 'desk_result', 'member', 'member_alias', 'address', 'session',
  'parked_command', 'command_failure', 'request_word', 'contact_key', 'desk_presence', 'desk_alert',
] as const

/** Deletes again what a backup has brought back. Returns the keys of files whose bytes have to go, and how many accounts and members went. */
export async function replayErasures(trx: Db, erasures: readonly Erasure[]): Promise<{ storeKeys: string[], count: number }> {
  const storeKeys: string[] = []
  let count = 0
  for (const { account, member, at } of erasures) {
    await trx.insertInto('erasure').values({ account_id: account, member_id: member, at }).onConflict(conflict => conflict.doNothing()).execute()
    if (member === '') {
      const files = await trx.selectFrom('file').select('store_key').where('account_id', '=', account).execute()
      storeKeys.push(...files.map(file => file.store_key))
      for (const table of accountTables) await sql`delete from ${sql.table(table)} where account_id = ${account}`.execute(trx)
      count += Number((await trx.deleteFrom('account').where('id', '=', account).executeTakeFirst()).numDeletedRows)
    } else {
      for (const table of ['address', 'session', 'member_alias'] as const) {
        await sql`delete from ${sql.table(table)} where account_id = ${account} and member_id = ${member}`.execute(trx)
      }
      await trx.deleteFrom('feed').where('account_id', '=', account).where('reader', '=', member).execute()
      count += Number((await trx.deleteFrom('member').where('account_id', '=', account).where('id', '=', member).executeTakeFirst()).numDeletedRows)
    }
  }
  return { storeKeys, count }
}
