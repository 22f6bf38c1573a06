import * as v from 'valibot'

/** What a client rates besides the whole. */
export const aspects = ['quality', 'professionalism', 'communication', 'speed', 'priceClarity'] as const
export type Aspect = (typeof aspects)[number]

/** 1 (poor) to 5 (excellent). */
export const grade = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))
export type Grade = 1 | 2 | 3 | 4 | 5
