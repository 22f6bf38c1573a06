import { randomUUID } from 'node:crypto'
import type { Db } from './tables.ts'

/** The epoch of this database: made at its first start. Whoever restores a backup must delete the row, so that devices begin anew. */
export async function readEpoch(db: Db): Promise<string> {
  await db.insertInto('meta').values({ key: 'epoch', value: randomUUID() }).onConflict(conflict => conflict.doNothing()).execute()
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()
  return row.value
}
