import { ok, refuse, type Result } from '#domain/result.ts'
import type { Reader } from './device-database.ts'
import { followMove } from './follow-move.ts'
import { beginNewEpoch, ensureRegistered, type Registered } from './hello.ts'
import type { LiveReader } from './moved-guests.ts'
import { forgetRegistration } from './outbox-meta.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/**
 * Makes a call that needs a registered sender. `anew`: the server was restored meanwhile, look at the queue and the cursors again.
 * A server that has lost the sender or the guest is greeted again, once; one that has moved the guest is believed, whatever its epoch.
 */
export async function callRegistered<Answer extends { epoch: string }>(
  parts: SyncParts, reader: LiveReader, call: (registered: Registered) => Promise<Result<Answer, Failure>>, isAgain = false,
): Promise<Result<Answer | 'anew', Failure>> {
  const registered = await ensureRegistered(parts, reader)
  if (!registered.ok) return isMoved(registered.refusal) ? refuse(await followMove(parts, reader, registered.refusal.detail)) : registered
  const answer = await call(registered.value)
  if (!answer.ok) {
    if (isMoved(answer.refusal)) return refuse(await followMove(parts, reader, answer.refusal.detail))
    if (isAgain || !isForgotten(answer.refusal, reader.as ?? reader)) return answer
    await forgetRegistration(parts.storage.outboxOf(reader.id))
    return callRegistered(parts, reader, call, true)
  }
  if (answer.value.epoch === registered.value.epoch) return answer
  await beginNewEpoch(parts, reader, registered.value.sender)
  return ok('anew')
}

const isMoved = (failure: Failure): failure is Extract<Failure, { kind: 'conflict' }> => failure.kind === 'conflict' && failure.code === 'moved'

function isForgotten(failure: Failure, { secret }: Reader): boolean {
  switch (failure.kind) {
    case 'notSignedIn': return secret !== undefined
    case 'conflict': return failure.code === 'conflict'
    case 'refused': return failure.code === 'not-found'
    case 'offline': case 'busy': case 'updateNeeded': case 'tooLarge': return false
    default: return failure satisfies never
  }
}
