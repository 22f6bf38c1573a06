import type { CommandName } from './command.ts'

/** Every reason for which a command may be refused. Each has words in every language. */
export const rejectionCodes = [
  'not-allowed-now', 'not-allowed-for-you', 'no-such-request', 'already-there',
  'confirm-address-first', 'no-such-service', 'mode-not-offered', 'answer-wrong', 'contact-missing',
  'revision-changed', 'no-such-option', 'no-such-line', 'price-changed', 'price-list-expired', 'terms-changed', 'offer-expired', 'valid-until-past',
  'difference-needs-reason', 'more-than-agreed', 'duplicate-line', 'most-below-total',
  'time-past', 'time-not-offered', 'time-taken', 'no-appointment', 'no-item', 'item-not-ready',
  'warranty-over', 'too-late', 'record-disputed', 'already-evaluated', 'no-such-evaluation', 'no-such-remark', 'already-answered',
  'no-such-event', 'not-yours', 'already-seen', 'more-than-paid', 'nothing-agreed', 'file-missing', 'announce-first', 'reason-missing',
  'dependency', 'files-full', 'invalid',
] as const
export type RejectionCode = (typeof rejectionCodes)[number]

/** A refusal is a value: why, with what the words need, and what can be done now instead. */
export type Rejection = { code: RejectionCode, params: Record<string, string | number>, canDo: CommandName[] }

/** A refusal in the making: `decide` adds what can be done. */
export const reject = (code: RejectionCode, params: Rejection['params'] = {}): Rejection => ({ code, params, canDo: [] })

export const isRejection = (decision: unknown): decision is Rejection =>
  typeof decision === 'object' && decision !== null && 'code' in decision
