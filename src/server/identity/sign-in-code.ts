import { randomInt } from 'node:crypto'
import { Refusal } from '../http/refusal.ts'
import type { Audience } from '../db/identity-tables.ts'
import type { Db } from '../db/tables.ts'
import { hashToken, isSameHash, makeToken } from './tokens.ts'

export const codeLifeMs = 10 * 60 * 1000
const triesPerCode = 5

export const makeCode = () => String(randomInt(1_000_000)).padStart(6, '0')

const hashCode = (salt: string, email: string, code: string) => hashToken(`${salt} ${email} ${code}`)

/** Makes this the one live code of an address. Without a code the place is taken all the same, so that nothing shows. */
export async function storeCode(db: Db, audience: Audience, email: string, code: string | undefined, now: number): Promise<number> {
  const salt = makeToken()
  const row = {
    salt, code_hash: code === undefined ? '' : hashCode(salt, email, code),
    tries_left: triesPerCode, expires_at: now + codeLifeMs,
  }
  await db.insertInto('sign_in_code').values({ email, audience, ...row })
    .onConflict(conflict => conflict.columns(['email', 'audience']).doUpdateSet(row)).execute()
  return row.expires_at
}

/** A code that fitted, until it is spent. */
export type FittingCode = { audience: Audience, email: string, hash: string }

/** Takes one try, then compares. Throws `code-expired` where no live code is left, `wrong-code` where another one was sent. */
export async function tryCode(db: Db, audience: Audience, email: string, code: string, now: number): Promise<FittingCode> {
  const row = await db.updateTable('sign_in_code').set(eb => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('email', '=', email).where('audience', '=', audience).where('tries_left', '>', 0).where('expires_at', '>', now)
    .returning(['salt', 'code_hash']).executeTakeFirst()
  if (!row) throw new Refusal('code-expired')
  const hash = hashCode(row.salt, email, code)
  if (!isSameHash(row.code_hash, hash)) throw new Refusal('wrong-code')
  return { audience, email, hash }
}

/** A code works once: of two calls with it, one finds it gone. Must be in the transaction of what it is good for. */
export async function spendCode(trx: Db, { audience, email, hash }: FittingCode): Promise<void> {
  const spent = await trx.deleteFrom('sign_in_code').where('email', '=', email).where('audience', '=', audience)
    .where('code_hash', '=', hash).executeTakeFirst()
  if (Number(spent.numDeletedRows) === 0) throw new Refusal('code-expired')
}
