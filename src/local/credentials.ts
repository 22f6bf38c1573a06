import type { Result } from '#domain/result.ts'
import { guestCredential } from '#protocol/session.ts'
import type { LiveReader } from './moved-guests.ts'
import type { Call, Credential, Failure, Transport } from './transport.ts'

/** How a reader may prove themself, the likelier way first. */
export function credentialsOf({ as, ...reader }: LiveReader): Credential[] {
  const { kind, account, id, secret } = as ?? reader
  const own: Credential[] = secret === undefined ? [] : [{ kind: 'guest', authorization: guestCredential(account, id, secret) }]
  return kind === 'guest' ? own : [{ kind: 'session' }, ...own]
}

const isForeign = (failure: Failure) => failure.kind === 'notSignedIn' || (failure.kind === 'refused' && failure.code === 'not-yours')

/** Makes a call as this reader. `notSignedIn` only when no way of proving it was accepted. */
export async function callAs<Body>(transport: Transport, reader: LiveReader, call: Omit<Call, 'credential'>, signal?: AbortSignal): Promise<Result<Body, Failure>> {
  for (const credential of credentialsOf(reader)) {
    const answer = await transport.call<Body>({ ...call, credential }, signal)
    if (answer.ok || !isForeign(answer.refusal)) return answer
  }
  return { ok: false, refusal: { kind: 'notSignedIn' } }
}

/** As `callAs`, for pictures and streams. */
export async function openAs(transport: Transport, reader: LiveReader, call: Omit<Call, 'credential'>, signal?: AbortSignal): Promise<Result<Response, Failure>> {
  for (const credential of credentialsOf(reader)) {
    const answer = await transport.open({ ...call, credential }, signal)
    if (answer.ok || !isForeign(answer.refusal)) return answer
  }
  return { ok: false, refusal: { kind: 'notSignedIn' } }
}
