import type { Scope } from '#protocol/scopes.ts'
import { publicScope } from '#protocol/scopes.ts'
import type { BusinessRow, LanguageRows, PublicRows } from '#protocol/rows.ts'
import type { Db } from '../db/tables.ts'

type Rows = PublicRows & LanguageRows

/** All rows of one kind in a public scope, by key. */
export async function readRows<Kind extends keyof Rows>(db: Db, scope: Scope, kind: Kind): Promise<Rows[Kind][]> {
  const rows = await db.selectFrom('public_row').select('body')
    .where('scope', '=', scope).where('kind', '=', kind).where('op', '=', 'put').orderBy('key').execute()
  return rows.map(row => JSON.parse(row.body ?? 'null') as Rows[Kind])
}

/** The business, once there is one. */
export const readBusiness = async (db: Db): Promise<BusinessRow | undefined> => (await readRows(db, publicScope, 'business'))[0]
