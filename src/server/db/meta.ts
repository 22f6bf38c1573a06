import { randomUUID } from 'node:crypto'
import type { Db } from './tables.ts'

/** The epoch of this database: made at its first start. Whoever restores a backup must delete the row, so that devices begin anew. */
export async function readEpoch(db: Db): Promise<string> {
  await db.insertInto('meta').values({ key: 'epoch', value: randomUUID() }).onConflict(conflict => conflict.doNothing()).execute()
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()
  return row.value
}

/** The moments between which everything was lost that the backup did not have: when it was made, and when it was put back. */
export type Restored = { backedUpAt: number, restoredAt: number }

/** Nothing where this database never came out of a backup. Whoever restores one must write it, for journals are judged by it. */
export async function readRestored(db: Db): Promise<Restored | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'restored').executeTakeFirst()
  return row && JSON.parse(row.value) as Restored
}
