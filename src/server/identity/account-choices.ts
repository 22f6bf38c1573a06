import type { AccountChoice } from '#protocol/session.ts'
import type { Db } from '../db/tables.ts'
import { findMember, type MemberId } from './member-repository.ts'

/** What tells a person's accounts apart: how they are called there, and how much is in it. */
export async function describeChoices(db: Db, members: readonly MemberId[]): Promise<AccountChoice[]> {
  const choices: AccountChoice[] = []
  for (const { account, member } of members) {
    const found = await findMember(db, { account, member })
    const requests = await db.selectFrom('request').where('account_id', '=', account)
      .select(eb => [eb.fn.countAll<number>().as('count'), eb.fn.max('updated_at').as('lastAt')]).executeTakeFirstOrThrow()
    choices.push({
      account, member, name: found?.name ?? '', requests: Number(requests.count),
      ...(requests.lastAt === null ? {} : { lastAt: Number(requests.lastAt) }),
    })
  }
  return choices
}
