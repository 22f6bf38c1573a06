import type { Millis } from '#domain/ids.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { isEnded } from '#domain/request/states.ts'

export const requestLists = ['open', 'warranty', 'past'] as const
export type RequestList = (typeof requestLists)[number]

/** What still goes on, what is done and covered, what is over. */
export function listOf({ state, warrantyUntil }: Pick<RequestRow, 'state' | 'warrantyUntil'>, now: Millis): RequestList {
  if (!isEnded(state) && state !== 'accepted') return 'open'
  return (warrantyUntil ?? 0) > now ? 'warranty' : 'past'
}
