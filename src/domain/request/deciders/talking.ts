import { isWriter } from '../actor.ts'
import type { Deciders } from './decider.ts'
import { reject } from '../rejection.ts'

export const talking: Deciders<
  'postMessage' | 'withdrawMessage' | 'attach' | 'remark' | 'answerRemark' | 'logCall' | 'markUrgent' | 'assign' | 'setPriority' | 'note'
> = {
  postMessage: (_request, { args }) => ({ type: 'messagePosted', ...args }),
  withdrawMessage(request, { args }, { actor }) {
    const message = request.lastMessages.find(candidate => candidate.event === args.event)
    if (!message) return reject('already-seen')
    if (!isWriter(actor, message.by)) return reject('not-yours')
    return { type: 'messageWithdrawn', ...args }
  },
  attach: (_request, { args, files }) => (files?.length ? { type: 'filesAttached', ...args } : reject('file-missing')),
  remark: (request, { args }) => (request.remarks.some(remark => remark.id === args.id) ? reject('already-there') : { type: 'remarked', ...args }),
  answerRemark(request, { args }) {
    const remark = request.remarks.find(candidate => candidate.id === args.remarkId)
    if (!remark) return reject('no-such-remark')
    return remark.isAnswered ? reject('already-answered') : { type: 'remarkAnswered', ...args }
  },
  logCall: (_request, { args }) => ({ type: 'callLogged', ...args }),
  markUrgent: (_request, { args }) => ({ type: 'markedUrgent', ...args }),
  assign: (_request, { args }) => [{ type: 'assigned', ...args }, { type: 'executorNamed', ...args }],
  setPriority: (_request, { args }) => ({ type: 'prioritySet', ...args }),
  note: (_request, { args }) => ({ type: 'noted', ...args }),
}
