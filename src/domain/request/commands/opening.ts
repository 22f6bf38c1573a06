import * as v from 'valibot'
import { slugSchema } from '../../ids.ts'
import { languageSchema } from '../../language.ts'
import { answersSchema } from '../../pricing/answers.ts'
import { breakdownSchema } from '../../pricing/breakdown.ts'
import { deliveryModeSchema } from '../../catalog/delivery-mode.ts'
import { pathSchema } from '../../catalog/service.ts'
import { cleanText } from '../../text.ts'
import { contactSchema, noArgs, notNegativeMinor, optionalText, quantity, reason, shortText, text, timeSchema } from './parts.ts'

/** Stage 1: what is needed, asked back, answered, taken or declined. */
export const openingArgs = {
  submit: v.strictObject({
    path: pathSchema,
    title: shortText,
    text,
    language: languageSchema,
    contact: contactSchema,
    serviceId: v.optional(slugSchema),
    mode: v.optional(deliveryModeSchema),
    place: v.optional(cleanText(500)),
    wishedTimes: v.optional(cleanText(500)),
    details: v.optional(v.record(slugSchema, v.union([cleanText(2_000), v.boolean()]))),
    answers: v.optional(answersSchema),
    estimate: v.optional(breakdownSchema),
  }),
  take: noArgs,
  ask: v.strictObject({ text }),
  answer: v.strictObject({ text }),
  answerQuestion: v.strictObject({ text, articles: v.optional(v.pipe(v.array(slugSchema), v.maxLength(5))) }),
  helped: noArgs,
  turnIntoOrder: noArgs,
  askForFullPath: v.strictObject({ text: optionalText }),
  decline: reason,
  close: v.strictObject({ reason: optionalText }),
  reopen: v.strictObject({ text: optionalText }),
  cancel: v.strictObject({ reason: text, fee: v.optional(notNegativeMinor) }),
}

/** Times of visits and things left with us. `fee`: what a client pays for moving or cancelling late, as it was shown. */
export const visitArgs = {
  proposeTimes: v.strictObject({ times: v.pipe(v.array(timeSchema), v.minLength(1), v.maxLength(10)), price: v.optional(notNegativeMinor), text: optionalText }),
  confirmTime: v.strictObject({ time: timeSchema, price: v.optional(notNegativeMinor), termsHash: v.optional(shortText) }),
  moveTime: v.strictObject({ time: timeSchema, reason: optionalText, fee: v.optional(notNegativeMinor) }),
  cancelTime: v.strictObject({ reason: optionalText, fee: v.optional(notNegativeMinor) }),
  receiveItem: v.strictObject({ item: shortText, condition: text, place: v.optional(shortText), count: v.optional(quantity) }),
  readyForPickup: v.strictObject({ text: optionalText }),
  handOver: v.strictObject({ to: shortText }),
}

