import type { ErrorCode, FieldIssue } from '#protocol/errors.ts'

const statusByCode: Record<ErrorCode, number> = {
  'bad-request': 400, 'wrong-code': 400, 'code-expired': 400, 'wrong-hash': 400,
  'not-signed-in': 401, 'not-yours': 403, 'not-found': 404,
  'conflict': 409, 'forked': 409, 'gap': 409, 'moved': 409, 'not-declared': 409, 'wrong-offset': 409,
  'too-large': 413, 'account-full': 413, 'wrong-type': 415, 'update-needed': 426, 'too-many': 429,
  'server-failed': 500, 'busy': 503,
}

/** Thrown by any route; the one error exit turns it into `{ error: { code, ... } }`. */
export class Refusal extends Error {
  readonly status: number
  constructor(readonly code: ErrorCode, readonly more: { issues?: FieldIssue[], detail?: unknown, retryAfterSeconds?: number } = {}) {
    super(code)
    this.name = 'Refusal'
    this.status = statusByCode[code]
  }
}
