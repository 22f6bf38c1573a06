import type { Deciders } from './decider.ts'
import { allowedCommands } from '../permissions.ts'
import { reject } from '../rejection.ts'

const dayMs = 24 * 60 * 60 * 1000
/** How long an ended matter may be taken up again. */
export const reopenDays = 14

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
  close(request, { args }, { actor, now }) {
    if (request.state === 'delivered' && !args.reason) return reject('reason-missing')
    if (actor.kind === 'time' && request.state === 'accepted' && (request.warrantyUntil ?? 0) > now) return reject('not-allowed-now', { state: request.state })
    return { type: 'closed', ...args }
  },
  reopen(request, { args }, { actor, now }) {
    if (request.agreement) return reject('not-allowed-now', { state: request.state }, allowedCommands(request, actor))
    if (now > request.since + reopenDays * dayMs) return reject('too-late', { days: reopenDays })
    return { type: 'reopened', ...args }
  },
  cancel(request, { args }, { actor }) {
    if (request.claimFrom) return { type: 'claimCancelled', ...args }
    if (request.wasDelivered) return reject('not-allowed-now', { state: request.state }, allowedCommands(request, actor))
    return { type: 'cancelled', ...args }
  },
}
