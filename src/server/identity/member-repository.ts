import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Language } from '#domain/language.ts'
import type { Db } from '../db/tables.ts'
import type { MemberCaller } from './caller.ts'

export type MemberId = { account: string, member: string }

export type FoundMember = MemberCaller & { secretHash: string | null, movedTo?: MemberId }

/** `movedTo`: this guest's account went there. */
export async function findMember(db: Db, { account, member }: MemberId): Promise<FoundMember | undefined> {
  const row = await db.selectFrom('member').innerJoin('account', 'account.id', 'member.account_id')
    .select(['name', 'is_confirmed', 'secret_hash', 'moved_account', 'moved_member', aliasesOf(account, member).as('aliases')])
    .where('member.account_id', '=', account).where('member.id', '=', member).executeTakeFirst()
  return row && {
    kind: 'member', account, member, name: row.name, isConfirmed: row.is_confirmed === 1, secretHash: row.secret_hash,
    ...(row.aliases === null ? {} : { aliases: row.aliases.split(',').sort() }),
    ...(row.moved_account === null || row.moved_member === null ? {} : { movedTo: { account: row.moved_account, member: row.moved_member } }),
  }
}

/** The ids under which a member wrote before, one after another; null where there are none. */
export const aliasesOf = (account: string, member: string) =>
  sql<string | null>`(select string_agg(alias, ',') from member_alias where member_alias.account_id = ${account} and member_alias.member_id = ${member})`

/**
 * Makes an account with its first member. False where there is an account with this id already: a device that calls
 * twice at once, or somebody who tries to get into it.
 */
export async function createAccount(db: Db, { account, member }: MemberId, language: Language, secretHash: string | null, now: number): Promise<boolean> {
  const made = await db.insertInto('account').values({ id: account, created_at: now })
    .onConflict(conflict => conflict.column('id').doNothing()).executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) return false
  await db.insertInto('member').values({
    account_id: account, id: member, name: '', language, is_confirmed: 0, secret_hash: secretHash, created_at: now,
  }).execute()
  return true
}

/** A fresh account for somebody who comes with an address and without a guest. */
export async function createFreshMember(db: Db, language: Language, now: number): Promise<MemberId> {
  const ids = { account: randomUUID(), member: randomUUID() }
  await createAccount(db, ids, language, null, now)
  return ids
}

/** The members whose confirmed address this is, one in each account; the one confirmed last comes first. */
export async function findMembersByEmail(db: Db, email: string): Promise<MemberId[]> {
  const rows = await db.selectFrom('address').select(['account_id', 'member_id'])
    .where('email', '=', email).orderBy('confirmed_at', 'desc').orderBy('account_id').execute()
  return rows.map(row => ({ account: row.account_id, member: row.member_id }))
}

export async function confirmAddress(db: Db, { account, member }: MemberId, email: string, now: number): Promise<void> {
  await db.updateTable('member').set({ is_confirmed: 1 }).where('account_id', '=', account).where('id', '=', member).execute()
  await db.insertInto('address').values({ email, account_id: account, member_id: member, confirmed_at: now }).execute()
}

export async function findEmail(db: Db, { account, member }: MemberId): Promise<string | undefined> {
  const row = await db.selectFrom('address').select('email')
    .where('account_id', '=', account).where('member_id', '=', member).orderBy('confirmed_at').limit(1).executeTakeFirst()
  return row?.email
}
