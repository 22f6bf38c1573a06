import type { RequestRow } from '#domain/request/row.ts'
import type { Mark, Me } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { FeedDatabase } from './feed-database.ts'
import { findUntaken } from './moved-guests.ts'
import type { BaseRequest } from './project.ts'
import { readRow, readRows } from './read-rows.ts'

/**
 * The server's word on the reader's requests. What a guest brought who became the reader is read from the guest's base until the reader's own has been
 * whole: the own may hold a part of it by then. The guest's is read first: it is emptied once the own is whole. `isOutdated`: the own is shown while another
 * takes its place from the beginning.
 */
export async function readBases(storage: DeviceStorage, reader: Reader, touched: ReadonlySet<string>, only: string | undefined) {
  const holderById = new Map<string, string>()
  const requests: BaseRequest[] = []
  const seenElsewhere: (Mark | undefined)[] = []
  let me: Me | undefined
  let isOutdated = false
  for (const holder of [...(await findUntaken(storage, reader.id)).map(guest => guest.id), reader.id]) {
    const base = storage.baseOf(holder)
    // The arrow is async because Dexie keeps its transaction over native awaits only in a function that it can tell to be so.
    const found = await base.transaction('r', base.rows, base.feeds, async () => readBase(base, readerScope(holder), touched, only))
    me = found.me
    seenElsewhere.push(...found.seen)
    isOutdated = found.isOutdated
    for (const request of found.requests) {
      if (holderById.has(request.id)) continue
      holderById.set(request.id, holder)
      requests.push(request)
    }
  }
  return { me, requests, holderById, seenElsewhere, isOutdated }
}

type Base = { me: Me | undefined, requests: BaseRequest[], seen: (Mark | undefined)[], isOutdated: boolean }

async function readBase(base: FeedDatabase, scope: string, touched: ReadonlySet<string>, only: string | undefined): Promise<Base> {
  const feed = await base.feeds.get(scope)
  const me = await readRow(base, scope, 'me', 'me')
  const rows = new Map<string, RequestRow>()
  for (const row of only === undefined ? await readRows(base, scope, 'request') : [await readRow(base, scope, 'request', only)]) {
    if (row) rows.set(row.id, row)
  }
  const requests: BaseRequest[] = []
  for (const id of new Set([...rows.keys(), ...touched, ...(only === undefined ? [] : [only])])) {
    const row = rows.get(id)
    const events = touched.has(id) || id === only ? await readRows(base, scope, 'event', `${id}/`) : []
    if (row || events.length > 0) requests.push({ id, ...(row ? { row } : {}), events })
  }
  const seen = only === undefined ? await readRows(base, scope, 'mark') : [await readRow(base, scope, 'mark', only)]
  return { me, requests, seen, isOutdated: feed?.filling !== undefined && feed.settled === 0 }
}
