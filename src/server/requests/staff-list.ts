import type { Role } from '#domain/request/actor.ts'
import type { DeskRequest } from '#protocol/desk.ts'
import type { Db } from '../db/tables.ts'

/** Who works here, by name: the people a request can be given to. */
export async function listStaff(db: Db): Promise<DeskRequest['staff']> {
  const rows = await db.selectFrom('staff').select(['id', 'name', 'roles']).orderBy('name').orderBy('id').execute()
  return rows.map(row => ({ ...row, roles: JSON.parse(row.roles) as Role[] }))
}
