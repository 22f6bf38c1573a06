import * as v from 'valibot'
import type { Actor } from '#domain/request/actor.ts'
import { type Command, isCommandName } from '#domain/request/command.ts'
import { isRejection, reject, type Rejection } from '#domain/request/rejection.ts'
import type { RequestState } from '#domain/request/row.ts'
import { parseArgs, type WireCommand } from '#protocol/command.ts'
import type { CommandResult } from '#protocol/results.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { applyCommand, type Applied } from '../requests/apply-command.ts'
import type { StoredRequest } from '../requests/request-repository.ts'
import { buildContext, type Deciding } from './context.ts'
import { findName, nameUnnamed, refreshMe } from './me-row.ts'
import type { Sender } from './sender-repository.ts'

/** What became of a command, and what was changed, to be told once the transaction is through. */
export type Decided = { result: CommandResult, applied?: Applied }

/** A command of a member that the account has not seen before, decided on the locked request. A rejection has changed nothing. */
export async function decideCommand(trx: Db, deciding: Deciding, of: Sender, wire: WireCommand, found: StoredRequest | undefined): Promise<Decided> {
  const parsed = parseCommand(wire)
  if (isRejection(parsed)) return rejected(parsed)
  const actor = await namedActor(trx, deciding.actor, of, found?.row, parsed.command)
  const context = await buildContext(trx, { ...deciding, actor, now: judgedAt(deciding, found?.row) }, found?.row, parsed.command)
  const applied = await applyCommand(trx, { account: of.account, mid: wire.mid, ...parsed }, found, context)
  if (isRejection(applied)) return rejected(applied)
  if (parsed.command.name === 'submit') await keepName(trx, of, actor, applied)
  return { result: toResult(applied, of, context.now), applied }
}

export const rejected = (rejection: Rejection): Decided => ({ result: { kind: 'rejected', rejection } })

/** One wrong field, by its path. What was sent as a name may be of any length. */
export const invalid = (field: string) => reject('invalid', { field: field.slice(0, 100) })

/** A command that had arrived before counts from then on, but never from before what the request has already lived through. */
export const judgedAt = ({ now, arrivedAt = now }: Deciding, request: RequestState): number =>
  Math.min(now, Math.max(arrivedAt, request?.updatedAt ?? 0))

/** What cannot be read is this command's own fault and stops no other. */
export function parseCommand({ seq, name, requestId, args, files, dependsOn = [] }: WireCommand): { command: Command, requestId: string } | Rejection {
  if (!isCommandName(name)) return invalid('name')
  if (requestId === undefined) return invalid('requestId')
  if (dependsOn.some(needed => needed >= seq)) return invalid('dependsOn')
  const parsed = parseArgs(name, args)
  if (!parsed.success) return invalid(v.getDotPath(parsed.issues[0]) ?? 'args')
  // `parseArgs` has checked the arguments against this very name; the pair cannot be told to the compiler.
  return { requestId, command: { name, args: parsed.output, ...(files?.length ? { files } : {}) } as Command }
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

/** What the sender is told of a command that took effect. */
export function toResult({ versionByScope, event }: Pick<Applied, 'versionByScope' | 'event'>, { member }: Sender, at: number): CommandResult {
  const scope = readerScope(member)
  const version = versionByScope.get(scope)
  return {
    kind: 'applied',
    scopes: version === undefined ? {} : { [scope]: version },
    ...(event === undefined ? {} : { event }),
    at,
  }
}
