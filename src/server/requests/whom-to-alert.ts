import * as v from 'valibot'
import type { Role } from '#domain/request/actor.ts'
import { staffSchema, type Staff } from '#protocol/session.ts'
import type { Db } from '../db/tables.ts'
import type { AlertKind } from './desk-alerts.ts'

/** Who is told first; of several the one who has been here longest. */
const rolesByKind: Record<AlertKind, readonly Role[]> = {
  new: ['reception', 'manager', 'support', 'executor'],
  unseen: ['manager', 'reception', 'support', 'executor'],
}

/** The one person whom an alert is for: of the first of these roles that somebody has. Nobody where there is no staff. */
export async function whomToAlert(db: Db, kind: AlertKind): Promise<Staff | undefined> {
  const rows = await db.selectFrom('staff').select(['id', 'name', 'email', 'roles', 'language']).orderBy('created_at').orderBy('id').execute()
  const staff = rows.map(row => v.parse(staffSchema, { ...row, roles: JSON.parse(row.roles) }))
  return rolesByKind[kind].flatMap(role => staff.filter(person => person.roles.includes(role)))[0]
}
