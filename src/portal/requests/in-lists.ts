import type { Millis } from '#domain/ids.ts'
import type { NextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { ListedRequest } from './request-queries.ts'
import { listOf, type RequestList } from './request-lists.ts'

export type ListedCard = { shown: ListedRequest, step: NextStep }

/** What waits for the client comes first, then what moved last. */
const inOrder = (a: ListedCard, b: ListedCard) =>
  Number(b.step.who === 'client') - Number(a.step.who === 'client') || b.shown.request.updatedAt - a.shown.request.updatedAt

/** All requests under what still goes on, what is covered by a warranty and what is over. */
export function inLists(requests: readonly ListedRequest[], stepOf: (request: RequestRow) => NextStep, now: Millis): Record<RequestList, ListedCard[]> {
  const lists: Record<RequestList, ListedCard[]> = { open: [], warranty: [], past: [] }
  for (const shown of requests) lists[listOf(shown.request, now)].push({ shown, step: stepOf(shown.request) })
  for (const list of Object.values(lists)) list.sort(inOrder)
  return lists
}
