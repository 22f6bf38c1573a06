import type { Day } from './condition.ts'
import type { Input, SpanInput } from './input.ts'
import type { Answer } from './answers.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { parseDecimal, toThousandths, type Thousandths } from './decimal.ts'

/** A read answer. `minute` counts from midnight, `day` is the weekday. */
export type Value =
  | { kind: 'choice', option: string }
  | { kind: 'flag', on: boolean }
  | { kind: 'number', amount: Thousandths }
  | { kind: 'time', day: Day, isHoliday: boolean, minute: number }

export type AnswerRefusal =
  | 'answer-not-an-option' | 'answer-not-yes-or-no' | 'answer-not-a-number' | 'answer-out-of-range' | 'answer-not-a-step' | 'answer-not-a-time'

/** Reads one known answer; `holidays` are local dates such as `2025-12-24`. */
export function readValue(input: Input, answer: Answer, holidays: readonly string[]): Result<Value, AnswerRefusal> {
  switch (input.kind) {
    case 'choice':
      return input.options.some(option => option.id === answer)
        ? ok({ kind: 'choice', option: String(answer) })
        : refuse('answer-not-an-option')
    case 'flag':
      return typeof answer === 'boolean' ? ok({ kind: 'flag', on: answer }) : refuse('answer-not-yes-or-no')
    case 'count':
    case 'measure':
      return readNumber(input, answer)
    case 'time':
      return readTime(answer, holidays)
    default:
      return input satisfies never
  }
}

function readNumber(input: SpanInput, answer: Answer): Result<Value, AnswerRefusal> {
  const amount = parseDecimal(answer)
  if (amount === undefined) return refuse('answer-not-a-number')
  const min = toThousandths(input.min)
  if (amount < min || amount > toThousandths(input.max)) return refuse('answer-out-of-range')
  const step = toThousandths(input.step)
  if (step === 0n || (amount - min) % step !== 0n) return refuse('answer-not-a-step')
  return ok({ kind: 'number', amount })
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const localTime = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d)$/

function readTime(answer: Answer, holidays: readonly string[]): Result<Value, AnswerRefusal> {
  const parts = typeof answer === 'string' ? localTime.exec(answer) : null
  if (parts === null) return refuse('answer-not-a-time')
  const [year = 0, month = 0, date = 0, hours = 0, minutes = 0] = parts.slice(1).map(Number)
  const day = new Date(Date.UTC(year, month - 1, date))
  // Date rolls the 31st of a short month over into the next one, and years below 100 into the 1900s.
  if (day.getUTCFullYear() !== year || day.getUTCMonth() !== month - 1 || day.getUTCDate() !== date) return refuse('answer-not-a-time')
  const isHoliday = holidays.includes(String(answer).slice(0, 10))
  return ok({ kind: 'time', day: weekdays[day.getUTCDay()] ?? 'sun', isHoliday, minute: hours * 60 + minutes })
}
