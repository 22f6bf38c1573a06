import type { PushedCommand } from '#protocol/command.ts'
import type { PushLine } from '#protocol/results.ts'
import { isPassing } from '../db/failures.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { actorOf } from './context.ts'
import { countFailure, keepParked } from './parked-repository.ts'
import { findSender, registerSender, type Sender, storeResult } from './sender-repository.ts'

/** After so many failures of its own a command no longer holds up those behind it. */
export const failuresUntilParked = 8

/**
 * What is to be done about a command that could not be stored: nothing as long as it may be tried again, else a line that says it is
 * parked, kept with its words for the operator. Failures are counted apart from the transaction that was rolled back.
 */
export async function countOrPark(installation: Installation, caller: MemberCaller, of: Sender, command: PushedCommand, failure: unknown): Promise<PushLine | undefined> {
  const { database, log, now } = installation
  if (isPassing(failure)) return undefined
  const count = await countFailure(database.db, of, command.mid, now())
  if (count < failuresUntilParked || 'wrongField' in command) return undefined
  const { seq, mid, name } = command
  const result = { kind: 'parked' as const }
  const isParked = await database.transaction(async trx => {
    // Where it is the first that a sender brings, what had made the sender known was rolled back with it.
    await registerSender(trx, of, now(), database.forUpdate)
    const sender = await findSender(trx, of, database.forUpdate)
    if (sender?.lastSeq !== seq - 1) return false
    await keepParked(trx, { of, actor: actorOf(caller), command, reason: String(failure), now: now() })
    await storeResult(trx, of, { seq, mid, result }, now())
    return true
  })
  if (!isParked) return undefined
  log.error('A command was parked: npm run parked -- list', failure, { mid, name, account: of.account })
  return { seq, mid, status: 'done', result }
}
