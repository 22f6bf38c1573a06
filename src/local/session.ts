import type { Language } from '#domain/language.ts'
import type { Millis } from '#domain/ids.ts'
import { ok, type Result } from '#domain/result.ts'
import type { AccountChoice, AskCodeAnswer, ConfirmAnswer, Confirmed, MovedTo, SessionAnswer } from '#protocol/session.ts'
import { credentialsOf } from './credentials.ts'
import { addMember, currentReader, readersToSignIn, type Reader } from './device.ts'
import { forgetPerson } from './sign-out.ts'
import { createTransport, type Credential, type Failure, type Transport } from './transport.ts'

/** Asks the server to send a one-time code to an address. */
export const askCode = (email: string, language: Language, transport: Transport = createTransport()): Promise<Result<AskCodeAnswer, Failure>> =>
  transport.call<AskCodeAnswer>({ method: 'POST', path: '/api/session/code', credential: { kind: 'session' }, body: { email, language } })

/**
 * Confirms the address with the code. A guest of this device becomes a proper member, where the address is new; otherwise it is moved into the account
 * that knows the address. `which`: several do, and the same code is to be given once more with the one that is meant, as `into`. A
 * wrong code is `refused` with `wrong-code` or `code-expired`.
 */
export async function confirmCode(
  email: string, code: string, language: Language, now: Millis = Date.now(), transport: Transport = createTransport(), into?: MovedTo,
): Promise<Result<ConfirmOutcome, Failure>> {
  const current = await currentReader()
  const known = await whoHas(email)
  const body = { email, code, language, ...(into ? { into } : {}), ...(known ? { offers: { account: known.account, member: known.id } } : {}) }
  const credential = proofOf(current?.secret === undefined ? known : current)
  const answer = await transport.call<ConfirmAnswer>({ method: 'POST', path: '/api/session', credential, body })
  if (!answer.ok) return answer
  const { value } = answer
  if (value.kind === 'which') return ok({ kind: 'which', choices: value.choices })
  return ok({ kind: value.kind, reader: await addMember(value, now, current?.id), left: value.left ?? [] })
}

/** `left`: requests that could not be moved. */
export type ConfirmOutcome = { kind: Confirmed['kind'], reader: Reader, left: string[] } | { kind: 'which', choices: AccountChoice[] }

/** Whose address this was on this device: a server that was restored from a backup may not know them any more. */
async function whoHas(email: string): Promise<Reader | undefined> {
  return (await readersToSignIn()).find(reader => reader.email === email.trim().toLowerCase())
}

/** Whoever was minted here keeps their ids by it. The answer brings a cookie, which a call without cookies would lose. */
function proofOf(reader: Reader | undefined): Credential {
  const own = reader && credentialsOf(reader).find(credential => credential.kind === 'guest')
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
