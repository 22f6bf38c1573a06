import * as v from 'valibot'
import type { Command } from '#domain/request/command.ts'
import { isRejection, reject, type Rejection } from '#domain/request/rejection.ts'
import { table } from '#domain/request/table.ts'
import { type DeskCommand, parseArgs } from '#protocol/command.ts'
import type { DeskAnswer } from '#protocol/desk.ts'
import { protocolName } from '#protocol/version.ts'
import { isUniqueViolation } from '../db/failures.ts'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'
import type { StaffCaller } from '../identity/caller.ts'
import { findStaff } from '../identity/staff-repository.ts'
import type { Installation } from '../installation.ts'
import { actorOf, buildContext, type Deciding } from '../sync/context.ts'
import { eventsOfMid } from '../sync/known-mid.ts'
import { relaySoon } from '../sync/relay-soon.ts'
import { tellChanges } from '../sync/tell-changes.ts'
import { applyCommand, type Applied } from './apply-command.ts'
import { findItem, readDeskAnswer, storeDeskAnswer } from './desk-repository.ts'
import { lockRequest, type StoredRequest } from './request-repository.ts'
import { forgetAccount, makeStaffMadeClient } from './staff-made-client.ts'

type Taken = { answer: DeskAnswer, applied?: Applied }

/**
 * One command of a staff person. Sent again, what was applied is answered `already`; a rejection or conflict has changed nothing and
 * is not kept, so the same words can be sent once more.
 */
export async function takeDeskCommand(installation: Installation, caller: StaffCaller, command: DeskCommand): Promise<DeskAnswer> {
  const { database, hints, now } = installation
  const take = () => database.transaction(trx => takeInTransaction(trx, { database, actor: actorOf(caller), now: now() }, caller.staff.id, command))
  const { answer, applied } = await take().catch((thrown: unknown) => {
    if (isUniqueViolation(thrown)) return take()
    throw thrown
  })
  if (applied) {
    tellChanges(hints, applied)
    relaySoon(installation, applied)
  }
  return answer
}

async function takeInTransaction(trx: Db, deciding: Deciding, staffId: string, command: DeskCommand): Promise<Taken> {
  const { mid, requestId } = command
  const parsed = await parseCommand(trx, command)
  // Before what is known is looked up: two calls with one new client wait for each other here.
  const isNewClient = !isRejection(parsed) && await makeStaffMadeClient(trx, command, parsed, deciding.now)
  const known = await readDeskAnswer(trx, staffId, mid)
  if (known) return { answer: { ...known, status: 'already' } as DeskAnswer }
  const account = await accountOf(trx, command)
  const found = await lockRequest(trx, deciding.database.forUpdate, account, requestId)
  if (found && isStale(found, command)) return answer({ status: 'conflict', request: found.row })
  // An effect under this `mid` that is not this person's: one made by a device, or by a colleague.
  if ((await eventsOfMid(trx, account, mid)).length > 0) return answer({ status: 'rejected', rejection: reject('invalid', { field: 'mid' }) })
  if (isRejection(parsed)) return answer({ status: 'rejected', rejection: parsed })
  const context = await buildContext(trx, deciding, found?.row, parsed)
  const applied = await applyCommand(trx, { account, requestId, mid, command: parsed }, found, context)
  if (isRejection(applied)) {
    if (isNewClient) await forgetAccount(trx, account)
    return answer({ status: 'rejected', rejection: applied })
  }
  const taken = answer({ status: 'applied', ...(applied.event === undefined ? {} : { event: applied.event }) })
  await storeDeskAnswer(trx, { staffId, mid, account, requestId, now: deciding.now }, taken.answer)
  return { ...taken, applied }
}

type Plain<Answer> = Answer extends { protocol: string } ? Omit<Answer, 'protocol'> : never
const answer = (plain: Plain<DeskAnswer>): Taken => ({ answer: { protocol: protocolName, ...plain } as DeskAnswer })

/** Whose request is meant. A first command names the account it is for. */
async function accountOf(trx: Db, { requestId, account, name }: DeskCommand): Promise<string> {
  const item = await findItem(trx, requestId, account)
  if (item) return item.account
  const isForKnownAccount = name === 'submit' && account !== undefined
    && await trx.selectFrom('account').select('id').where('id', '=', account).executeTakeFirst() !== undefined
  if (!isForKnownAccount) throw new Refusal('not-found')
  return account
}

/** A command that would change the state has to say which state it saw. */
function isStale({ row }: StoredRequest, { name, expectedVersion }: DeskCommand): boolean {
  if (table[name].every(rule => rule.to === 'same')) return false
  if (expectedVersion === undefined) throw new Refusal('bad-request', { issues: [{ field: 'expectedVersion', problem: 'is needed' }] })
  return expectedVersion !== row.lastEvent
}

async function parseCommand(trx: Db, { name, args, files, via }: DeskCommand): Promise<Command | Rejection> {
  const parsed = parseArgs(name, args)
  if (!parsed.success) return reject('invalid', { field: v.getDotPath(parsed.issues[0]) ?? 'args' })
  // `parseArgs` has checked the arguments against this very name; the pair cannot be told to the compiler.
  const command = { name, args: parsed.output, ...(files?.length ? { files } : {}), ...(via ? { via } : {}) } as Command
  if (command.name !== 'assign') return command
  // A name is shown to the client: it is the one we know, not the one sent.
  const staff = await findStaff(trx, { id: command.args.staffId })
  return staff ? { ...command, args: { ...command.args, name: staff.name } } : reject('invalid', { field: 'staffId' })
}
