import type { Deciders } from './decider.ts'
import { warrantyFrom } from './warranty.ts'
import type { Context } from '../context.ts'
import { checkFee } from '../late-fee.ts'
import { reject, type Rejection } from '../rejection.ts'
import type { RequestRow } from '../row.ts'

const dayMs = 24 * 60 * 60 * 1000
/** How long an ended matter may be taken up again, and an answer waits for "it helped". */
export const reopenDays = 14
/** How often staff tell the client before they close what nobody has accepted. */
const announcementsNeeded = 2

const inDays = (since: number, days: number) => since + days * dayMs

function checkClose(request: RequestRow, reason: string | undefined, { actor, now }: Context): Rejection | undefined {
  const notYet = reject('not-allowed-now', { state: request.state })
  switch (request.state) {
    case 'delivered':
      if (!reason?.trim()) return reject('reason-missing')
      return (request.announced ?? 0) < announcementsNeeded ? reject('announce-first') : undefined
    case 'answered': return now < inDays(request.since, reopenDays) ? notYet : undefined
    default: return actor.kind === 'time' && (request.warrantyUntil ?? 0) > now ? notYet : undefined
  }
}

export const opening: Deciders<
  'take' | 'ask' | 'answer' | 'answerQuestion' | 'helped' | 'turnIntoOrder' | 'askForFullPath' | 'decline' | 'close' | 'reopen' | 'cancel'
> = {
  take: () => ({ type: 'taken' }),
  ask: (_request, { args }) => ({ type: 'questionAsked', ...args }),
  answer: (_request, { args }) => ({ type: 'questionAnswered', ...args }),
  answerQuestion: (_request, { args }) => ({ type: 'answerGiven', ...args }),
  helped: () => ({ type: 'helpConfirmed' }),
  turnIntoOrder: () => ({ type: 'turnedIntoOrder' }),
  askForFullPath: (_request, { args }) => ({ type: 'fullPathAsked', ...args }),
  decline: (_request, { args }) => ({ type: 'declined', ...args }),
  close: (request, { args }, context) => checkClose(request, args.reason, context) ?? {
    type: 'closed', ...args, ...(request.state === 'delivered' ? warrantyFrom(request, context.now) : {}),
  },
  reopen(request, { args }, { now }) {
    if (request.agreement) return reject('not-allowed-now', { state: request.state })
    if (now > inDays(request.since, reopenDays)) return reject('too-late', { days: reopenDays })
    return { type: 'reopened', ...args }
  },
  cancel(request, { args, via }, context) {
    if (request.claimFrom) return { type: 'claimCancelled', reason: args.reason }
    if (request.wasDelivered) return reject('not-allowed-now', { state: request.state })
    return checkFee(request, args.fee, via !== undefined, context) ?? { type: 'cancelled', ...args }
  },
}
