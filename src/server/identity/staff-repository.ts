import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Role } from '#domain/request/actor.ts'
import type { Language } from '#domain/language.ts'
import { staffSchema, type Staff } from '#protocol/session.ts'
import type { Db } from '../db/tables.ts'

export async function findStaff(db: Db, by: { id: string } | { email: string }): Promise<Staff | undefined> {
  const query = db.selectFrom('staff').select(['id', 'name', 'email', 'roles', 'language'])
  const row = await ('id' in by ? query.where('id', '=', by.id) : query.where('email', '=', by.email)).executeTakeFirst()
  return row && toStaff(row)
}

export type NewStaff = { email: string, name: string, roles: readonly Role[], language: Language }

/** Adds somebody; an address that is there already stays as it is. */
export async function addStaff(db: Db, { email, name, roles, language }: NewStaff, now: number): Promise<void> {
  await db.insertInto('staff').values({ id: randomUUID(), email, name, roles: JSON.stringify(roles), language, created_at: now })
    .onConflict(conflict => conflict.column('email').doNothing()).execute()
}

/** The desk speaks the language in which somebody signed in last. */
export async function setStaffLanguage(db: Db, id: string, language: Language): Promise<void> {
  await db.updateTable('staff').set({ language }).where('id', '=', id).execute()
}

const toStaff = (row: { id: string, name: string, email: string, roles: string, language: string }): Staff =>
  v.parse(staffSchema, { ...row, roles: JSON.parse(row.roles) })
