import * as v from 'valibot'
import { millisSchema } from '../../ids.ts'
import { lineSchema, noArgs, optionalText, reason, shortText, text } from './parts.ts'

/** Stages 4 to 7: work, control, completion, warranty. */
export const workingArgs = {
  start: noArgs,
  report: v.strictObject({ text }),
  pause: v.strictObject({ reason: text, expectedAt: v.optional(millisSchema) }),
  resume: noArgs,
  finish: v.strictObject({ lines: v.pipe(v.array(lineSchema), v.minLength(1), v.maxLength(100)), text: optionalText }),
  check: v.strictObject({ points: v.pipe(v.array(shortText), v.maxLength(30)), text: optionalText }),
  returnToWork: v.strictObject({ text }),
  accept: v.strictObject({ remarks: optionalText }),
  askForRework: v.strictObject({ text }),
  claimWarranty: v.strictObject({ text }),
  withdrawClaim: v.strictObject({ text: optionalText }),
  declineClaim: reason,
}
