import * as v from 'valibot'
import { millisSchema, sha256Schema, slugSchema } from '../../ids.ts'
import { lineSchema, minor, noArgs, optionalReason, optionalText, optionSchema, reason, shortText, text } from './parts.ts'

const revision = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Stages 2 and 3: proposals, choices, the agreement. */
export const offeringArgs = {
  propose: v.strictObject({
    options: v.pipe(v.array(optionSchema), v.minLength(1), v.maxLength(6)),
    validUntil: millisSchema,
    text: optionalText,
    reason: optionalText,
  }),
  withdraw: optionalReason,
  expire: noArgs,
  askForChanges: v.strictObject({ text }),
  refuse: reason,
  chooseOption: v.strictObject({ optionId: slugSchema, revision, lines: v.optional(v.array(slugSchema), []) }),
  reconsider: noArgs,
  agree: v.strictObject({
    optionId: slugSchema,
    revision,
    total: minor,
    most: minor,
    termsHash: sha256Schema,
    name: shortText,
  }),
}

/** Stage 4, when more turns out to be needed: nothing is done without the client's yes. */
export const changeArgs = {
  proposeChange: v.strictObject({ lines: v.pipe(v.array(lineSchema), v.minLength(1), v.maxLength(100)), reason: text }),
  acceptChange: v.strictObject({ revision, total: minor }),
  refuseChange: v.strictObject({ revision, reason: optionalText }),
  withdrawChange: optionalReason,
}
