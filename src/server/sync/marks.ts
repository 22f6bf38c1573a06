import type { Marks, MarksAnswer } from '#protocol/messages.ts'
import type { Mark, Preference } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import type { Db } from '../db/tables.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { type FeedChange, type FeedOwner, readCounter, writeFeed } from './feed-repository.ts'

/**
 * Keeps what a reader has seen and prefers, as one row each in their own scope. A mark never goes back nor beyond the request's last
 * event, and one of a request that the reader does not see is passed over. Of a preference the last word stands. The same again changes nothing.
 */
export async function keepMarks({ database, hints }: Installation, { account, member }: MemberCaller, body: Marks): Promise<MarksAnswer> {
  const owner = { account, reader: member }
  const { version, isNew } = await database.transaction(async trx => {
    const counter = trx.selectFrom('feed_counter').select('version').where('account_id', '=', account).where('reader', '=', member)
    await database.forUpdate(counter).executeTakeFirst()
    const changes = [...await newMarks(trx, owner, body.marks), ...await newPreferences(trx, owner, body.preferences)]
    if (changes.length === 0) return { version: (await readCounter(trx, owner)).version, isNew: false }
    return { version: await writeFeed(trx, owner, changes), isNew: true }
  })
  const scope = readerScope(member)
  if (isNew) hints.tell({ scope, version })
  return { protocol: protocolName, scope, version }
}

async function newMarks(trx: Db, owner: FeedOwner, marks: Marks['marks']): Promise<FeedChange[]> {
  const upToById = new Map<string, number>()
  for (const { requestId, upTo } of marks) upToById.set(requestId, Math.max(upTo, upToById.get(requestId) ?? 0))
  if (upToById.size === 0) return []
  const ids = [...upToById.keys()]
  const requests = await trx.selectFrom('request').select(['id', 'last_event'])
    .where('account_id', '=', owner.account).where('id', 'in', ids).where('left_feeds_at', 'is', null).execute()
  const kept = await readBodies<Mark>(trx, owner, 'mark', ids)
  return requests.flatMap(({ id, last_event }) => {
    const upTo = Math.min(last_event, upToById.get(id) ?? 0)
    const body: Mark = { requestId: id, upTo }
    return upTo > (kept.get(id)?.upTo ?? 0) ? [{ kind: 'mark' as const, key: id, requestId: id, body }] : []
  })
}

async function newPreferences(trx: Db, owner: FeedOwner, preferences: Marks['preferences']): Promise<FeedChange[]> {
  const lastByName = new Map<string, Preference>(preferences.map(preference => [preference.name, preference]))
  const kept = await readBodies<Preference>(trx, owner, 'preference', [...lastByName.keys()])
  return [...lastByName.values()].filter(({ name, value }) => kept.get(name)?.value !== value)
    .map(body => ({ kind: 'preference', key: body.name, body }))
}

async function readBodies<Body>(trx: Db, { account, reader }: FeedOwner, kind: string, keys: readonly string[]): Promise<Map<string, Body>> {
  if (keys.length === 0) return new Map()
  const rows = await trx.selectFrom('feed').select(['key', 'body'])
    .where('account_id', '=', account).where('reader', '=', reader).where('kind', '=', kind).where('key', 'in', keys).where('op', '=', 'put').execute()
  return new Map(rows.map(({ key, body }) => [key, JSON.parse(body ?? 'null') as Body]))
}
