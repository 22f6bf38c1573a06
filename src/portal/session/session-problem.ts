import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import type { Failure } from '#local/transport.ts'
import { codeSchema, emailSchema } from '#protocol/session.ts'

/** Why an address is not confirmed yet; each has words of its own. */
export type SessionProblem =
  | { kind: 'email' | 'code' | 'wrong-code' | 'code-expired' | 'offline' | 'busy' | 'unexpected' }
  | { kind: 'too-many', until: Millis }

const minuteMs = 60_000

/** What can be told before anything is sent. */
export const emailProblem = (email: string): SessionProblem | undefined => v.is(emailSchema, email) ? undefined : { kind: 'email' }
export const codeProblem = (code: string): SessionProblem | undefined => v.is(codeSchema, code) ? undefined : { kind: 'code' }

export function problemOfFailure(failure: Failure, now: Millis): SessionProblem {
  switch (failure.kind) {
    case 'offline': return { kind: 'offline' }
    case 'busy': return failure.status === 429 ? { kind: 'too-many', until: now + (failure.retryAfterMs ?? minuteMs) } : { kind: 'busy' }
    case 'refused': return { kind: failure.code === 'wrong-code' || failure.code === 'code-expired' ? failure.code : 'unexpected' }
    case 'notSignedIn': case 'updateNeeded': case 'tooLarge': case 'conflict': return { kind: 'unexpected' }
    default: return failure satisfies never
  }
}
