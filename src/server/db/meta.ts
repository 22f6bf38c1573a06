import { randomUUID } from 'node:crypto'
import type { Restored } from '#protocol/messages.ts'
import type { Db } from './tables.ts'

/** The epoch of this database: made at its first start. A restore gives it another, so that devices begin anew. */
export async function readEpoch(db: Db): Promise<string> {
  await db.insertInto('meta').values({ key: 'epoch', value: randomUUID() }).onConflict(conflict => conflict.doNothing()).execute()
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()
  return row.value
}

/** Nothing where this database never came out of a backup. Whoever restores one must write it, for journals are judged by it. */
export async function readRestored(db: Db): Promise<Restored | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'restored').executeTakeFirst()
  return row && JSON.parse(row.value) as Restored
}
