import * as v from 'valibot'
import type { Millis } from '../ids.ts'
import { localizedSchema } from '../language.ts'
import { addWorkingDays, addWorkingMinutes } from './working-time.ts'
import type { WorkingCalendar } from './working-calendar.ts'

const workingHours = v.pipe(v.number(), v.minValue(0.25, 'is less than a quarter of an hour'), v.maxValue(1_000))
const workingDays = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365))

/** What a service promises. Hours and days count while the business is open; a day ends when the business closes. */
export const standardSchema = v.strictObject({
  /** Working hours until a person has read the request and said so. */
  answerWithin: workingHours,
  /** Working hours from taking the request to a proposal. */
  proposalWithin: workingHours,
  /** Working days from the agreement to the finished work; 0 is the same day. */
  completionWithin: workingDays,
  /** Working days between two signs of life while work goes on. */
  updateEvery: v.pipe(workingDays, v.minValue(1)),
  /** What the result is checked against before it is handed over. */
  quality: v.optional(v.array(localizedSchema), []),
})
export type Standard = v.InferOutput<typeof standardSchema>

export const promises = ['answerWithin', 'proposalWithin', 'completionWithin', 'updateEvery'] as const
export type Promised = (typeof promises)[number]

/** The moment by which a promise given at `since` must be kept. */
export function deadline(standard: Standard, promise: Promised, since: Millis, calendar: WorkingCalendar): Millis {
  switch (promise) {
    case 'answerWithin': case 'proposalWithin': return addWorkingMinutes(calendar, since, standard[promise] * 60)
    case 'completionWithin': case 'updateEvery': return addWorkingDays(calendar, since, standard[promise])
    default: return promise satisfies never
  }
}
