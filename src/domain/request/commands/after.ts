import * as v from 'valibot'
import { aspects, grade } from '../../evaluation/aspects.ts'
import { stages } from '../states.ts'
import { id, optionalText, positiveMinor, reason, shortText, text } from './parts.ts'

const event = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Evaluation, money, disputes of the record. */
export const afterArgs = {
  evaluate: v.strictObject({
    id,
    stage: v.picklist(stages),
    grade,
    aspects: v.optional(v.partial(v.strictObject(Object.fromEntries(aspects.map(name => [name, grade])) as Record<(typeof aspects)[number], typeof grade>)), {}),
    text: optionalText,
    publish: v.boolean(),
  }),
  answerEvaluation: v.strictObject({ evaluationId: id, text }),
  requireDeposit: v.strictObject({ amount: positiveMinor, reason: optionalText }),
  issueBill: v.strictObject({ text: optionalText }),
  recordPayment: v.strictObject({ amount: positiveMinor, method: shortText }),
  refund: v.strictObject({ amount: positiveMinor, reason: text }),
  objectToRecord: v.strictObject({ event, text }),
  settleObjection: v.strictObject({ event, outcome: v.picklist(['stands', 'setAside']), text }),
}

/** Talk, possible in every state, and what only staff see. */
export const talkingArgs = {
  postMessage: v.strictObject({ text }),
  withdrawMessage: v.strictObject({ event }),
  attach: v.strictObject({ text: optionalText }),
  remark: v.strictObject({ id, kind: v.picklist(['remark', 'wish', 'complaint', 'praise']), text }),
  answerRemark: v.strictObject({ remarkId: id, text }),
  logCall: v.strictObject({ text }),
  markUrgent: reason,
}
export const deskArgs = {
  assign: v.strictObject({ staffId: id, name: shortText }),
  setPriority: v.strictObject({ priority: v.picklist(['low', 'normal', 'high']) }),
  note: v.strictObject({ text }),
}
