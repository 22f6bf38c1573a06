import type { ErrorBody } from '#protocol/errors.ts'
import { protocolName } from '#protocol/version.ts'
import type { Log } from '../log.ts'
import { answerJson } from './answer.ts'
import { Refusal } from './refusal.ts'

/** The one exit for everything that was thrown: a refusal as it says, anything else logged and answered without details. */
export function answerError(request: Request, thrown: unknown, log: Log): Promise<Response> {
  if (!(thrown instanceof Refusal)) log.error(`${request.method} ${new URL(request.url).pathname} failed`, thrown)
  const refusal = thrown instanceof Refusal ? thrown : new Refusal('server-failed')
  const { issues, detail, retryAfterSeconds } = refusal.more
  const body: ErrorBody = {
    protocol: protocolName,
    error: { code: refusal.code, ...(issues && { issues }), ...(detail !== undefined && { detail }) },
  }
  const wait = retryAfterSeconds ?? defaultWaitSeconds[refusal.code]
  return answerJson(request, body, { status: refusal.status, headers: wait === undefined ? {} : { 'retry-after': String(wait) } })
}

const defaultWaitSeconds: Partial<Record<Refusal['code'], number>> = { busy: 2, 'too-many': 60 }
