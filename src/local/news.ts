import type { RequestRow } from '#domain/request/row.ts'
import { eventKey } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { FeedDatabase } from './feed-database.ts'
import { readRowsBetween } from './read-rows.ts'

/** So many are looked for at once: few enough not to hold up the screen. */
const atOnce = 50
const mostKept = 5_000
/** Events never change: what was counted once of a request stays right until its row moves on, or somebody looks at it. */
const counted = new Map<string, number>()

/** Whose base it is, and under which ids the reader wrote. */
type Holder = { id: string, own: readonly string[] }

/** How many events of others nobody here has seen, by request id; those without any are left out. */
export async function countNews(base: FeedDatabase, holder: Holder, requests: readonly RequestRow[], seenById: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const news = new Map<string, number>()
  const unknown: RequestRow[] = []
  for (const request of requests) {
    const known = request.lastEvent <= (seenById.get(request.id) ?? 0) ? 0 : counted.get(nameOf(holder, request, seenById))
    if (known === undefined) unknown.push(request)
    else news.set(request.id, known)
  }
  if (unknown.length === 0) return news
  await base.transaction('r', base.rows, base.feeds, async () => {
    for (let first = 0; first < unknown.length; first += atOnce) {
      await Promise.all(unknown.slice(first, first + atOnce).map(async request => {
        news.set(request.id, await countOne(base, holder, request, seenById))
      }))
    }
  })
  return news
}

async function countOne(base: FeedDatabase, holder: Holder, request: RequestRow, seenById: ReadonlyMap<string, number>): Promise<number> {
  const { id, lastEvent } = request
  const upTo = seenById.get(id) ?? 0
  const events = await readRowsBetween(base, readerScope(holder.id), 'event', eventKey(id, upTo + 1), eventKey(id, lastEvent))
  const news = events.filter(({ by }) => by.kind !== 'member' || !holder.own.includes(by.id)).length
  // A row may have come before its events.
  if (events.length === lastEvent - upTo) keep(nameOf(holder, request, seenById), news)
  return news
}

const nameOf = (holder: Holder, { id, lastEvent, updatedAt }: RequestRow, seenById: ReadonlyMap<string, number>) =>
  `${holder.own.join()} ${id} ${lastEvent} ${updatedAt} ${seenById.get(id) ?? 0}`

function keep(name: string, news: number) {
  counted.set(name, news)
  if (counted.size > mostKept) counted.delete(counted.keys().next().value!)
}
