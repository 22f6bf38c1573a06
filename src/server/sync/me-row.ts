import type { Me } from '#protocol/rows.ts'
import { aliasesOf } from '../identity/member-repository.ts'
import type { Db } from '../db/tables.ts'
import { type FeedOwner, writeFeed } from './feed-repository.ts'

/**
 * Brings the reader's `me` row up to what the member's own tables say; returns the new version of the reader's scope, or nothing
 * where it was right already. To be called last in any transaction that changes a member's name or address.
 */
export async function refreshMe(trx: Db, owner: FeedOwner): Promise<number | undefined> {
  const me = await readMe(trx, owner)
  if (!me) return undefined
  const kept = await trx.selectFrom('feed').select('body')
    .where('account_id', '=', owner.account).where('reader', '=', owner.reader).where('kind', '=', 'me').where('key', '=', 'me')
    .executeTakeFirst()
  return kept?.body === JSON.stringify(me) ? undefined : writeFeed(trx, owner, [{ kind: 'me', key: 'me', body: me }])
}

async function readMe(trx: Db, { account, reader }: FeedOwner): Promise<Me | undefined> {
  const member = await trx.selectFrom('member').select(['name', 'is_confirmed', aliasesOf(account, reader).as('aliases')])
    .where('account_id', '=', account).where('id', '=', reader).executeTakeFirst()
  if (!member) return undefined
  const address = await trx.selectFrom('address').select('email')
    .where('account_id', '=', account).where('member_id', '=', reader).orderBy('confirmed_at').executeTakeFirst()
  return {
    account, member: reader, name: member.name,
    ...(address ? { email: address.email } : {}),
    isConfirmed: member.is_confirmed === 1,
    ...(member.aliases === null ? {} : { aliases: member.aliases.split(',').sort() }),
  }
}

export async function findName(trx: Db, { account, member }: { account: string, member: string }): Promise<string> {
  const row = await trx.selectFrom('member').select('name').where('account_id', '=', account).where('id', '=', member).executeTakeFirst()
  return row?.name ?? ''
}

/** Gives a member without a name one; false where there is a name already. */
export async function nameUnnamed(trx: Db, { account, member }: { account: string, member: string }, name: string): Promise<boolean> {
  const outcome = await trx.updateTable('member').set({ name })
    .where('account_id', '=', account).where('id', '=', member).where('name', '=', '').executeTakeFirst()
  return Number(outcome.numUpdatedRows) > 0
}
