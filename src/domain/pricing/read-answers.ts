import { ok, refuse, type Result } from '../result.ts'
import type { Answers } from './answers.ts'
import { candidatesFor } from './candidates.ts'
import { unknownAnswer, type Input } from './input.ts'
import type { PriceModel } from './model.ts'
import { readValue, type AnswerRefusal, type Value } from './value.ts'

/** Why a price cannot be worked out; `field` is the id of the input (or of the line, for `amount-too-large`). */
export type PriceRefusal = { code: PriceRefusalCode, field: string }
export type PriceRefusalCode =
  | AnswerRefusal | 'no-such-input' | 'answer-missing' | 'answer-must-be-known' | 'amount-too-large'

/** What an input may be worth: one value if known, all possible ones if not, none if still missing. */
export type Candidates = { input: Input, isUnknown: boolean, values: readonly Value[] }

/** Reads all answers; what is not answered takes its default. Only a missing one is left to whoever finds it asked. */
export function readAnswers(model: PriceModel, answers: Answers, holidays: readonly string[]): Result<Candidates[], PriceRefusal> {
  const stranger = Object.keys(answers).find(id => !model.inputs.some(input => input.id === id))
  if (stranger !== undefined) return refuse({ code: 'no-such-input', field: stranger })
  const read: Candidates[] = []
  for (const input of model.inputs) {
    const answer = Object.hasOwn(answers, input.id) ? answers[input.id] : defaultAnswer(input)
    if (answer === undefined) {
      read.push({ input, isUnknown: false, values: [] })
    } else if (answer === unknownAnswer) {
      if (input.unknown === undefined) return refuse({ code: 'answer-must-be-known', field: input.id })
      read.push({ input, isUnknown: true, values: candidatesFor(input, model) })
    } else {
      const value = readValue(input, answer, holidays)
      if (!value.ok) return refuse({ code: value.refusal, field: input.id })
      read.push({ input, isUnknown: false, values: [value.value] })
    }
  }
  return ok(read)
}

/** What stands until the client says otherwise; undefined where only the client can say. */
export function defaultAnswer(input: Input): string | boolean | undefined {
  if (input.default !== undefined) return input.default
  if (input.unknown !== undefined) return unknownAnswer
  return input.kind === 'count' || input.kind === 'measure' ? input.min : undefined
}
