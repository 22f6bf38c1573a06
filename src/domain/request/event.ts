import type { Author } from './actor.ts'
import type { ArgsOf as Args, FileRef } from './command.ts'
import type { Line, Option, Time, Via } from './commands/parts.ts'
import type { Breakdown } from '../pricing/breakdown.ts'
import type { Millis } from '../ids.ts'

/** What happened, in the past tense. An event is immutable; a later version of the app may know more of them. */
export type EventBody =
  | { type: 'submitted' } & Args<'submit'> & { recomputed?: Breakdown, warrantyMonths: number, staffMade?: boolean }
  | { type: 'taken' }
  | { type: 'questionAsked' } & Args<'ask'>
  | { type: 'questionAnswered' } & Args<'answer'>
  | { type: 'answerGiven' } & Args<'answerQuestion'>
  | { type: 'helpConfirmed' }
  | { type: 'turnedIntoOrder' }
  | { type: 'fullPathAsked', text?: string | undefined }
  | { type: 'declined', reason: string }
  | { type: 'timesProposed' } & Args<'proposeTimes'>
  | { type: 'timeConfirmed', time: Time, price?: number | undefined, termsHash?: string | undefined, isTentative: boolean }
  | { type: 'timeMoved', time: Time, reason?: string | undefined, fee?: number | undefined, isTentative: boolean }
  | { type: 'timeCancelled', reason?: string | undefined, fee?: number | undefined }
  | { type: 'itemReceived' } & Args<'receiveItem'>
  | { type: 'itemReady', text?: string | undefined }
  | { type: 'itemHandedOver', to: string }
  | { type: 'proposalOffered', revision: number, options: Option[], validUntil: Millis, text?: string | undefined, reason?: string | undefined }
  | { type: 'proposalWithdrawn', reason?: string | undefined }
  | { type: 'proposalExpired' }
  | { type: 'changesAsked', text: string }
  | { type: 'proposalRefused', reason: string }
  | { type: 'optionChosen', optionId: string, revision: number, lines: string[], total: number, most: number }
  | { type: 'choiceReconsidered' }
  | { type: 'agreed' } & Agreement
  | { type: 'workStarted' }
  | { type: 'progressReported', text: string }
  | { type: 'workPaused' } & Args<'pause'>
  | { type: 'workResumed' }
  | { type: 'changeOffered', revision: number, lines: Line[], reason: string, total: number }
  | { type: 'changeAccepted', revision: number, lines: Line[], total: number }
  | { type: 'changeRefused', revision: number, reason?: string | undefined }
  | { type: 'changeWithdrawn', reason?: string | undefined }
  | { type: 'workFinished', lines: Line[], total: number, text?: string | undefined, skipsCheck: boolean }
  | { type: 'resultChecked' } & Args<'check'>
  | { type: 'returnedToWork', text: string }
  | { type: 'resultAccepted', remarks?: string | undefined, warrantyUntil?: Millis | undefined, isSilent: boolean }
  | { type: 'reworkAsked', text: string }
  | { type: 'warrantyClaimed', text: string }
  | { type: 'claimCancelled', reason: string }
  | { type: 'claimWithdrawn', text?: string | undefined }
  | { type: 'claimDeclined', reason: string }
  | { type: 'closed', reason?: string | undefined, warrantyUntil?: Millis | undefined }
  | { type: 'reopened', text?: string | undefined }
  | { type: 'cancelled', reason: string, fee?: number | undefined }
  | { type: 'evaluated' } & Args<'evaluate'>
  | { type: 'evaluationAnswered' } & Args<'answerEvaluation'>
  | { type: 'depositRequired' } & Args<'requireDeposit'>
  | { type: 'billIssued', total: number, text?: string | undefined }
  | { type: 'paymentRecorded' } & Args<'recordPayment'>
  | { type: 'refunded' } & Args<'refund'>
  | { type: 'recordObjected' } & Args<'objectToRecord'>
  | { type: 'objectionSettled' } & Args<'settleObjection'>
  | { type: 'messagePosted', text: string }
  | { type: 'messageWithdrawn', event: number }
  | { type: 'filesAttached', text?: string | undefined }
  | { type: 'remarked' } & Args<'remark'>
  | { type: 'remarkAnswered' } & Args<'answerRemark'>
  | { type: 'callLogged', text: string }
  | { type: 'markedUrgent', reason: string }
  | { type: 'executorNamed', staffId: string, name: string }
  | { type: 'assigned', staffId: string, name: string }
  | { type: 'prioritySet' } & Args<'setPriority'>
  | { type: 'noted', text: string }

/** What was agreed, kept for both sides. `total` and `most` in minor units, tax included. */
export type Agreement = {
  optionId: string, revision: number, title: string, lines: Line[], total: number, most: number,
  termsHash: string, termsId: string, name: string,
}

export type EventType = EventBody['type']
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }>

/** Events of the desk stream never reach a client, and the shared fold must not depend on them. */
export type Stream = 'shared' | 'desk'

/** What `decide` makes of a command; who writes it down adds number and time. */
export type NewEvent = { stream: Stream, body: EventBody, files?: readonly FileRef[], via?: Via }

/** An event as it is kept and synced. `number` counts 1, 2, ... within its request and stream; `at` is the server's time. */
export type RequestEvent = {
  requestId: string
  stream: Stream
  number: number
  mid: string
  index: number
  at: Millis
  by: Author
  body: EventBody
  files?: readonly FileRef[]
  via?: Via
}
