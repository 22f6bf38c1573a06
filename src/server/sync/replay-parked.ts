import type { Actor } from '#domain/request/actor.ts'
import type { WireCommand } from '#protocol/command.ts'
import type { CommandResult } from '#protocol/results.ts'
import type { Database } from '../db/database.ts'
import { isUniqueViolation } from '../db/failures.ts'
import type { Db } from '../db/tables.ts'
import { lockRequest } from '../requests/request-repository.ts'
import { decideCommand, type Decided, invalid, rejected } from './decide-command.ts'
import { findKnownMid } from './known-mid.ts'
import { lockOpenParked, type ParkedRow, settleParked } from './parked-repository.ts'
import type { Sender } from './sender-repository.ts'

/**
 * Tries a parked command once more, as the person who gave it and at the time it came. Nothing where its writer has withdrawn it
 * meanwhile: both lock the same row. Throws, and leaves it parked, where it fails again.
 */
export async function replayParked(database: Database, row: ParkedRow, now: number): Promise<Decided | undefined> {
  const replay = () => database.transaction(trx => replayInTransaction(trx, database, row, now))
  return replay().catch((thrown: unknown) => {
    if (isUniqueViolation(thrown)) return replay()
    throw thrown
  })
}

async function replayInTransaction(trx: Db, database: Database, row: ParkedRow, now: number): Promise<Decided | undefined> {
  const of: Sender = { account: row.account_id, member: row.member_id, id: row.sender_id }
  const open = await lockOpenParked(trx, database.forUpdate, { ...of, mid: row.mid })
  if (!open.some(parked => parked.sender_id === row.sender_id)) return undefined
  const decided = await decideAnew(trx, database, of, row, now)
  await settleParked(trx, row, { state: 'replayed', result: decided.result, now })
  return decided
}

async function decideAnew(trx: Db, database: Database, of: Sender, row: ParkedRow, now: number): Promise<Decided> {
  const command = JSON.parse(row.command) as WireCommand
  const found = command.requestId === undefined ? undefined : await lockRequest(trx, database.forUpdate, of.account, command.requestId)
  const known = await findKnownMid(trx, of, row.mid)
  if (known) return known.kind === 'result' ? { result: known.result satisfies CommandResult } : rejected(invalid('mid'))
  const actor = JSON.parse(row.actor) as Actor
  return decideCommand(trx, { database, actor, now, arrivedAt: row.parked_at }, of, command, found)
}
