/**
 * Codes of refusals at the HTTP level: `{ error: { code, field?, issues? } }`. Every code has words in every language.
 * Refusals of single commands are results, see results.ts.
 */
export const errorCodes = [
  'bad-request', 'not-signed-in', 'not-yours', 'not-found', 'conflict', 'forked', 'gap', 'moved', 'too-large', 'wrong-type',
  'wrong-hash', 'update-needed', 'too-many', 'wrong-code', 'code-expired', 'server-failed', 'busy', 'not-declared',
  'wrong-offset', 'account-full',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One wrong field of a request body: its path with dots, and what is wrong with it. */
export type FieldIssue = { field: string, problem: string }

export type ErrorBody = { protocol: string, error: { code: ErrorCode, issues?: FieldIssue[], detail?: unknown } }
