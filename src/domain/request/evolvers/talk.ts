import type { RequestEvent } from '../event.ts'
import type { Evaluation, RequestRow } from '../row.ts'
import { withoutUndefined } from '../without-undefined.ts'

const keptMessages = 20

/** What may happen in every state: talk, remarks, evaluations, money, objections. */
export function evolveTalk(request: RequestRow, event: RequestEvent): RequestRow {
  const { body, at } = event
  switch (body.type) {
    case 'messagePosted': {
      const told = withMessage(request, event)
      return { ...told, lastMessages: [...told.lastMessages, { event: event.number, by: writerOf(event) }].slice(-keptMessages) }
    }
    case 'callLogged': return withAnnouncement(request, event)
    case 'questionAsked': case 'questionAnswered': case 'answerGiven': return withMessage(request, event)
    case 'messageWithdrawn':
      return { ...request, lastMessages: request.lastMessages.filter(message => message.event !== body.event), messages: { ...request.messages, count: Math.max(0, request.messages.count - 1) } }
    case 'remarked': {
      const { type: _type, ...remark } = body
      return { ...request, remarks: [...request.remarks, { ...remark, at, isAnswered: false }] }
    }
    case 'remarkAnswered':
      return { ...request, remarks: request.remarks.map(remark => (remark.id === body.remarkId ? { ...remark, isAnswered: true } : remark)) }
    case 'evaluated': {
      const { type: _type, ...evaluation } = body
      return { ...request, evaluations: [...request.evaluations, withoutUndefined({ ...evaluation, at }) as Evaluation] }
    }
    case 'evaluationAnswered':
      return { ...request, evaluations: request.evaluations.map(evaluation => (evaluation.id === body.evaluationId ? { ...evaluation, answer: body.text } : evaluation)) }
    case 'depositRequired': return { ...request, deposit: body.amount }
    case 'billIssued': return { ...request, billed: body.total }
    case 'paymentRecorded': return { ...request, paid: request.paid + body.amount }
    case 'refunded': return { ...request, refunded: request.refunded + body.amount }
    case 'recordObjected': return { ...request, objections: [...request.objections, body.event] }
    case 'objectionSettled': return { ...request, objections: request.objections.filter(number => number !== body.event) }
    case 'markedUrgent': return { ...request, isUrgent: true }
    default: return request
  }
}

const writerOf = ({ by }: RequestEvent) => (by.kind === 'time' ? '' : by.id)

/** Once somebody else has written after it, a message counts as seen and can no longer be taken back. Questions and answers never can. */
function withMessage(request: RequestRow, event: RequestEvent): RequestRow {
  return {
    ...withAnnouncement(request, event),
    lastMessages: request.lastMessages.filter(message => message.by === writerOf(event)),
    messages: { count: request.messages.count + 1, lastAt: event.at, lastBy: event.by },
  }
}

/** Staff have spoken to the client about where the request now stands. */
const withAnnouncement = (request: RequestRow, { by }: RequestEvent): RequestRow =>
  (by.kind === 'staff' ? { ...request, announced: (request.announced ?? 0) + 1 } : request)
