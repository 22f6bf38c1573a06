import * as v from 'valibot'
import { slugSchema, type Millis } from '../ids.ts'

/** A version of all prices. Yesterday's is honoured while its grace lasts. */
export const priceListSchema = v.strictObject({
  id: slugSchema,
  validFrom: v.pipe(v.string(), v.isoDate('is not a date like 2026-11-01')),
  graceDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)), 14),
})
export type PriceList = v.InferOutput<typeof priceListSchema>

const dayMs = 24 * 60 * 60 * 1000

/** Until when a price worked out at `now` from the list in force is honoured, whatever list follows. */
export const priceUntil = (list: PriceList, now: Millis): Millis => now + list.graceDays * dayMs
