import { reject } from '#domain/request/rejection.ts'
import { type PushedCommand, voidName, type WireCommand, withdrawParkedName } from '#protocol/command.ts'
import type { PushLine, StoredResult } from '#protocol/results.ts'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'
import type { Applied } from '../requests/apply-command.ts'
import { lockRequest } from '../requests/request-repository.ts'
import type { Deciding } from './context.ts'
import { decideCommand, type Decided, invalid, rejected } from './decide-command.ts'
import { findKnownMid } from './known-mid.ts'
import { findSender, registerSender, resultsAt, type Sender, type SenderState, storeResult } from './sender-repository.ts'
import { withdrawParked } from './withdraw-parked.ts'

/** A line of the answer, what was changed, to be told once the transaction is through, and where the sender stands. */
export type Taken = { line: PushLine, applied?: Applied, lastSeq: number }

/**
 * One command of a sender, in the transaction given to it alone. Must be all or nothing: a rejection keeps only itself, any other
 * failure throws and leaves no trace. Throws a Refusal where the sender's numbering does not fit.
 */
export async function takeCommand(trx: Db, deciding: Deciding, of: Sender, command: PushedCommand): Promise<Taken> {
  const { seq, mid } = command
  const sender = await lockSender(trx, deciding, of)
  const known = await resultKnown(trx, sender, command)
  if (known) return { line: { ...known, status: 'already' }, lastSeq: sender.lastSeq }
  const finish = async (status: 'done' | 'already', { result, applied }: Decided): Promise<Taken> => {
    await storeResult(trx, of, { seq, mid, result }, deciding.now)
    return { line: { seq, mid, status, result }, ...(applied ? { applied } : {}), lastSeq: seq }
  }
  // The request is locked before the search for the mid: two senders that bring the same command follow each other.
  const requestId = 'wrongField' in command ? undefined : command.requestId
  const found = requestId === undefined ? undefined : await lockRequest(trx, deciding.database.forUpdate, of.account, requestId)
  const elsewhere = await findKnownMid(trx, of, mid)
  if (elsewhere?.kind === 'result') return finish('already', elsewhere)
  if (elsewhere?.kind === 'foreign') return finish('done', rejected(invalid('mid')))
  if ('wrongField' in command) return finish('done', rejected(invalid(command.wrongField)))
  if (command.name === voidName) return finish('done', { result: { kind: 'void' } })
  if (command.name === withdrawParkedName) return finish('done', await withdrawParked(trx, deciding, of, command.args))
  if (await dependsOnFailed(trx, sender, command)) return finish('done', rejected(reject('dependency')))
  return finish('done', await decideCommand(trx, deciding, of, command, found))
}

/** A sender that never said hello is made known by its first push. One that stays unknown has the id of another member's. */
async function lockSender(trx: Db, { database, now }: Deciding, of: Sender): Promise<SenderState> {
  const known = await findSender(trx, of, database.forUpdate)
  if (known) return known
  await registerSender(trx, of, now, database.forUpdate)
  const made = await findSender(trx, of, database.forUpdate)
  if (!made) throw new Refusal('forked')
  return made
}

/**
 * Numbers go up by one. What was taken before is answered again, as long as it is the same command; where its result was pruned, by
 * what it did.
 */
async function resultKnown(trx: Db, sender: SenderState, { seq, mid }: PushedCommand): Promise<StoredResult | undefined> {
  if (seq > sender.lastSeq + 1) throw new Refusal('gap', { detail: { lastSeq: sender.lastSeq } })
  if (seq > sender.lastSeq) return undefined
  const [known] = await resultsAt(trx, sender, [seq])
  if (known?.mid === mid) return known
  const effect = known ? undefined : await findKnownMid(trx, sender, mid)
  if (effect?.kind !== 'result') throw new Refusal('forked', { detail: { lastSeq: sender.lastSeq } })
  return { seq, mid, result: effect.result }
}

async function dependsOnFailed(trx: Db, sender: Sender, { dependsOn = [] }: WireCommand): Promise<boolean> {
  const results = await resultsAt(trx, sender, dependsOn)
  return results.some(({ result }) => result.kind !== 'applied')
}
