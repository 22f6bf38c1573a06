import type { Db } from '../db/tables.ts'
import type { Audience } from '../db/identity-tables.ts'
import { hashToken, makeToken } from './tokens.ts'

const dayMs = 24 * 60 * 60 * 1000
/** How long a session lasts after it was last used. */
const lifeMs: Record<Audience, number> = { client: 180 * dayMs, desk: 14 * dayMs }

type Owner = { audience: 'client', account: string, member: string } | { audience: 'desk', staff: string }

/** Makes a session and returns its token, which is kept nowhere. */
export async function createSession(db: Db, owner: Owner, now: number): Promise<string> {
  const token = makeToken()
  await db.insertInto('session').values({
    token_hash: hashToken(token), audience: owner.audience,
    account_id: owner.audience === 'client' ? owner.account : null,
    member_id: owner.audience === 'client' ? owner.member : null,
    staff_id: owner.audience === 'desk' ? owner.staff : null,
    created_at: now, seen_at: now, expires_at: now + lifeMs[owner.audience],
  }).execute()
  return token
}

/** Whose session a token is. Its use is noted, and its life prolonged, once a day. */
export async function findSession(db: Db, token: string, audience: Audience, now: number) {
  const hash = hashToken(token)
  const session = await db.selectFrom('session').select(['account_id', 'member_id', 'staff_id', 'seen_at'])
    .where('token_hash', '=', hash).where('audience', '=', audience).where('expires_at', '>', now).executeTakeFirst()
  if (session && now - session.seen_at > dayMs) {
    await db.updateTable('session').set({ seen_at: now, expires_at: now + lifeMs[audience] }).where('token_hash', '=', hash).execute()
  }
  return session
}

export async function deleteSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', hashToken(token)).execute()
}
