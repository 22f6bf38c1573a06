import * as v from 'valibot'
import type { Actor } from '#domain/request/actor.ts'
import type { Command } from '#domain/request/command.ts'
import { isRejection, reject, type Rejection, type RejectionCode } from '#domain/request/rejection.ts'
import type { RequestState } from '#domain/request/row.ts'
import { parseArgs, type WireCommand, voidName } from '#protocol/command.ts'
import type { CommandResult, PushLine, StoredResult } from '#protocol/results.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'
import { applyCommand, type Applied } from '../requests/apply-command.ts'
import { lockRequest } from '../requests/request-repository.ts'
import { buildContext, type Deciding } from './context.ts'
import { findName, nameUnnamed, refreshMe } from './me-row.ts'
import { findSender, resultOfMid, resultsAt, type Sender, type SenderState, storeResult } from './sender-repository.ts'

/** A line of the answer, and what was changed, to be told once the transaction is through. */
export type Taken = { line: PushLine, applied?: Applied }

/**
 * One command of a sender, in the transaction given to it alone. Must be all or nothing: a rejection keeps only itself, any other
 * failure throws and leaves no trace. Throws a Refusal where the sender's numbering does not fit.
 */
export async function takeCommand(trx: Db, deciding: Deciding, of: Sender, command: WireCommand): Promise<Taken> {
  const { forUpdate } = deciding.database
  const sender = await findSender(trx, of, forUpdate)
  if (!sender) throw new Refusal('forked')
  const known = await resultKnown(trx, sender, command)
  if (known) return { line: { ...known, status: 'already' } }
  const { seq, mid, requestId } = command
  const finish = async (status: 'done' | 'already', result: CommandResult, applied?: Applied): Promise<Taken> => {
    await storeResult(trx, of, { seq, mid, result }, deciding.now)
    return { line: { seq, mid, status, result }, ...(applied ? { applied } : {}) }
  }
  // The request is locked before the search for the mid: two senders that bring the same command follow each other.
  const found = requestId === undefined ? undefined : await lockRequest(trx, forUpdate, of.account, requestId)
  const elsewhere = await resultOfMid(trx, of.account, mid)
  if (elsewhere) return finish('already', elsewhere)
  if (command.name === voidName) return finish('done', { kind: 'void' })
  const refused = (rejection: Rejection) => finish('done', { kind: 'rejected', rejection })
  if (await dependsOnFailed(trx, sender, command)) return refused(reject('dependency'))
  const parsed = parseCommand(command)
  if (isRejection(parsed)) return refused(parsed)
  const actor = await namedActor(trx, deciding.actor, of, found?.row, parsed.command)
  const context = await buildContext(trx, { ...deciding, actor }, found?.row, parsed.command)
  const applied = await applyCommand(trx, { account: of.account, mid, ...parsed }, found, context)
  if (isRejection(applied)) return refused(applied)
  if (parsed.command.name === 'submit') await keepName(trx, of, actor, applied)
  return finish('done', toResult(applied, of), applied)
}

/** A guest has no name until the first request says it. */
async function namedActor(trx: Db, actor: Actor, of: Sender, request: RequestState, command: Command): Promise<Actor> {
  if (actor.kind !== 'member' || actor.name !== '') return actor
  const named = command.name === 'submit' ? command.args.contact.name : request?.contact.name
  return { ...actor, name: await findName(trx, of) || (named ?? '') }
}

async function keepName(trx: Db, { account, member }: Sender, actor: Actor, { versionByScope }: Applied): Promise<void> {
  if (actor.kind !== 'member' || !await nameUnnamed(trx, { account, member }, actor.name)) return
  const version = await refreshMe(trx, { account, reader: member })
  if (version !== undefined) versionByScope.set(readerScope(member), version)
}

/** Numbers go up by one. What was taken before is answered again, as long as it is the same command. */
async function resultKnown(trx: Db, sender: SenderState, { seq, mid }: WireCommand): Promise<StoredResult | undefined> {
  if (seq > sender.lastSeq + 1) throw new Refusal('gap', { detail: { lastSeq: sender.lastSeq } })
  if (seq > sender.lastSeq) return undefined
  const [known] = await resultsAt(trx, sender, [seq])
  if (known?.mid !== mid) throw new Refusal('forked', { detail: { lastSeq: sender.lastSeq } })
  return known
}

async function dependsOnFailed(trx: Db, sender: Sender, { dependsOn = [] }: WireCommand): Promise<boolean> {
  const results = await resultsAt(trx, sender, dependsOn)
  return results.some(({ result }) => result.kind !== 'applied')
}

const invalid = (field: string) => reject('invalid' satisfies RejectionCode, { field })

/** What cannot be read is this command's own fault and stops no other. */
function parseCommand({ seq, name, requestId, args, files, dependsOn = [] }: WireCommand): { command: Command, requestId: string } | Rejection {
  if (name === voidName) throw new Error('A withdrawn command has nothing to read')
  if (requestId === undefined) return invalid('requestId')
  if (dependsOn.some(needed => needed >= seq)) return invalid('dependsOn')
  const parsed = parseArgs(name, args)
  if (!parsed.success) return invalid(v.getDotPath(parsed.issues[0]) ?? 'args')
  // `parseArgs` has checked the arguments against this very name; the pair cannot be told to the compiler.
  return { requestId, command: { name, args: parsed.output, ...(files?.length ? { files } : {}) } as Command }
}

const toResult = ({ versionByScope, event }: Applied, { member }: Sender): CommandResult => {
  const scope = readerScope(member)
  const version = versionByScope.get(scope)
  return {
    kind: 'applied',
    scopes: version === undefined ? {} : { [scope]: version },
    ...(event === undefined ? {} : { event }),
  }
}
