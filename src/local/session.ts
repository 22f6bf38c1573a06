import type { Language } from '#domain/language.ts'
import type { Millis } from '#domain/ids.ts'
import { ok, type Result } from '#domain/result.ts'
import type { AskCodeAnswer, ConfirmAnswer, SessionAnswer } from '#protocol/session.ts'
import { credentialsOf } from './credentials.ts'
import { addMember, currentReader, type Reader } from './device.ts'
import { forgetPerson } from './sign-out.ts'
import { createTransport, type Credential, type Failure, type Transport } from './transport.ts'

/** Asks the server to send a one-time code to an address. */
export const askCode = (email: string, language: Language, transport: Transport = createTransport()): Promise<Result<AskCodeAnswer, Failure>> =>
  transport.call<AskCodeAnswer>({ method: 'POST', path: '/api/session/code', credential: { kind: 'session' }, body: { email, language } })

/**
 * Confirms the address with the code. A guest of this device becomes a proper member, where the address is new; otherwise the member it belongs
 * to is signed in beside the guest. A wrong code is `refused` with `wrong-code` or `code-expired`.
 */
export async function confirmCode(
  email: string, code: string, language: Language, now: Millis = Date.now(), transport: Transport = createTransport(),
): Promise<Result<{ kind: ConfirmAnswer['kind'], reader: Reader }, Failure>> {
  const credential = proofOf(await currentReader())
  const answer = await transport.call<ConfirmAnswer>({ method: 'POST', path: '/api/session', credential, body: { email, code, language } })
  return answer.ok ? ok({ kind: answer.value.kind, reader: await addMember(answer.value, now) }) : answer
}

/** The answer brings a cookie, which a call without cookies would lose. */
function proofOf(reader: Reader | undefined): Credential {
  const [own] = reader?.kind === 'guest' ? credentialsOf(reader) : []
  return own?.kind === 'guest' ? { ...own, takesCookie: true } : { kind: 'session' }
}

/** Who the server thinks is signed in. */
export const askWhoIsSignedIn = (transport: Transport = createTransport()): Promise<Result<SessionAnswer, Failure>> =>
  transport.call<SessionAnswer>({ method: 'GET', path: '/api/session', credential: { kind: 'session' } })

/**
 * Ends the session and deletes everything of this person from the device. Without a network the device is emptied all the same; the
 * answer tells whether the server has heard. Unsent work is gone with it: ask first (`countUnsent`).
 */
export async function signOut(transport: Transport = createTransport()): Promise<Result<unknown, Failure>> {
  const answer = await transport.call({ method: 'DELETE', path: '/api/session', credential: { kind: 'session' } })
  await forgetPerson()
  return answer
}
