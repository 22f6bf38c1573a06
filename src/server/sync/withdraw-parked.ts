import * as v from 'valibot'
import { withdrawParkedArgs } from '#protocol/command.ts'
import type { Db } from '../db/tables.ts'
import type { Deciding } from './context.ts'
import { type Decided, invalid, rejected } from './decide-command.ts'
import { findKnownMid } from './known-mid.ts'
import { lockOpenParked, settleParked } from './parked-repository.ts'
import type { Sender } from './sender-repository.ts'

/**
 * Lets go of a member's parked command, whichever of their senders brought it. The operator's replay locks the same row, and one of the
 * two wins: applied where this one did, else void, and the late result of the parked command tells what became of it.
 */
export async function withdrawParked(trx: Db, { database, now }: Deciding, of: Sender, args: unknown): Promise<Decided> {
  const parsed = v.safeParse(withdrawParkedArgs, args)
  if (!parsed.success) return rejected(invalid(v.getDotPath(parsed.issues[0]) ?? 'args'))
  const { mid } = parsed.output
  const parked = await lockOpenParked(trx, database.forUpdate, { account: of.account, member: of.member, mid })
  // Brought once more by another sender it may have been carried out meanwhile.
  const known = parked.length > 0 ? await findKnownMid(trx, of, mid) : undefined
  const result = known?.kind === 'result' ? known.result : { kind: 'void' as const }
  for (const row of parked) await settleParked(trx, row, { state: 'withdrawn', result, now })
  return { result: parked.length > 0 && result.kind === 'void' ? { kind: 'applied', scopes: {}, at: now } : { kind: 'void' } }
}
