import { Refusal } from '../http/refusal.ts'
import type { Audience } from '../db/identity-tables.ts'
import type { Installation } from '../installation.ts'
import { tryCode, type FittingCode } from './sign-in-code.ts'
import { count, refuseTooMany } from './sign-in-counters.ts'

/** Compares a code with the live one of its address; every failure counts against address, network and all. */
export async function checkCode(
  { db, now }: Installation, audience: Audience, { email, code }: { email: string, code: string }, address: string,
): Promise<FittingCode> {
  await refuseTooMany(db, 'wrong', email, address, now())
  try {
    return await tryCode(db, audience, email, code, now())
  } catch (thrown) {
    if (thrown instanceof Refusal) await count(db, 'wrong', email, address, now())
    throw thrown
  }
}
