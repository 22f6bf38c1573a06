import type { Deciders } from './decider.ts'
import { reject } from '../rejection.ts'
import type { RequestRow } from '../row.ts'
import { agreedTotals } from '../totals.ts'

const hasAgreedPrice = ({ agreement, visit, fees }: RequestRow) => agreement !== undefined || visit !== undefined || fees !== undefined

export const after: Deciders<
  'evaluate' | 'answerEvaluation' | 'requireDeposit' | 'issueBill' | 'recordPayment' | 'refund' | 'objectToRecord' | 'settleObjection'
> = {
  evaluate: (request, { args }) =>
    request.evaluations.some(({ id, stage }) => id === args.id || stage === args.stage) ? reject('already-evaluated') : { type: 'evaluated', ...args },
  answerEvaluation(request, { args }) {
    const evaluation = request.evaluations.find(candidate => candidate.id === args.evaluationId)
    if (!evaluation) return reject('no-such-evaluation')
    return evaluation.answer === undefined ? { type: 'evaluationAnswered', ...args } : reject('already-answered')
  },
  requireDeposit: (request, { args }) => (hasAgreedPrice(request) ? { type: 'depositRequired', ...args } : reject('nothing-agreed')),
  issueBill(request, { args }) {
    if (request.objections.length > 0) return reject('record-disputed', { event: request.objections[0]! })
    const total = request.result?.total ?? agreedTotals(request)?.total ?? request.visit?.price
    return total === undefined ? reject('nothing-agreed') : { type: 'billIssued', total, ...args }
  },
  recordPayment: (request, { args }) => (hasAgreedPrice(request) ? { type: 'paymentRecorded', ...args } : reject('nothing-agreed')),
  refund: (request, { args }) => (args.amount > request.paid - request.refunded ? reject('more-than-paid') : { type: 'refunded', ...args }),
  objectToRecord: (request, { args }) =>
    request.recorded.includes(args.event) && !request.objections.includes(args.event)
      ? { type: 'recordObjected', ...args }
      : reject('no-such-event', { event: args.event }),
  settleObjection: (request, { args }) =>
    request.objections.includes(args.event) ? { type: 'objectionSettled', ...args } : reject('no-such-event', { event: args.event }),
}
