import * as v from 'valibot'

/** How sure a price is, from the surest on: exactly, about, at least, not before somebody has looked. */
export const certainties = ['firm', 'estimate', 'from', 'request'] as const
export const certaintySchema = v.picklist(certainties)
export type Certainty = v.InferOutput<typeof certaintySchema>

export const leastSure = (list: readonly Certainty[]): Certainty =>
  list.reduce<Certainty>((least, next) => certainties.indexOf(next) > certainties.indexOf(least) ? next : least, 'firm')
