import { type SelectQueryBuilder, sql } from 'kysely'
import type { Db, Tables } from '../db/tables.ts'
import { prefixesOf, rangeOf } from './request-words.ts'

/** Up to so many requests are looked at one by one; beyond that a page is filled soon by going through the list. */
const fewRequests = 1_000

type RequestQuery = SelectQueryBuilder<Tables, 'request', object>

const beginsWith = (prefixes: readonly string[]) => sql<boolean>`(${sql.join(prefixes.map(prefix => {
  const [from, to] = rangeOf(prefix)
  return sql`(request_word.word >= ${from} and request_word.word < ${to})`
}), sql` or `)})`

/**
 * Requests in which every word that was typed begins some word; all of them where nothing was. A rare word leads to its requests at once;
 * where all are common the list is walked in its order, and a page of it is soon full: neither reads the whole table.
 */
export async function searchRequests(db: Db, search: string | undefined): Promise<RequestQuery> {
  if (!search?.trim()) return db.selectFrom('request')
  const words = prefixesOf(search)
  const common: string[][] = []
  let rare: Set<string> | undefined = words.length === 0 ? new Set() : undefined
  for (const prefixes of words) {
    const rows = await db.selectFrom('request_word').select('request_id').where(beginsWith(prefixes)).limit(fewRequests + 1).execute()
    const before: Set<string> | undefined = rare
    if (rows.length > fewRequests) common.push(prefixes)
    else rare = new Set(rows.map(row => row.request_id).filter(id => before?.has(id) ?? true))
  }
  return common.reduce(withWord, rare ? onlyThese(db, [...rare]) : db.selectFrom('request'))
}

const withWord = (query: RequestQuery, prefixes: readonly string[]): RequestQuery =>
  query.where(eb => eb.exists(eb.selectFrom('request_word').select('request_word.word')
    .whereRef('request_word.account_id', '=', 'request.account_id').whereRef('request_word.request_id', '=', 'request.id').where(beginsWith(prefixes))))

/** A limit that never bites keeps the database from walking the whole list for them instead of looking each up. */
function onlyThese(db: Db, ids: readonly string[]): RequestQuery {
  const these = db.selectFrom('request').selectAll('request').where('id', 'in', ids.length > 0 ? ids : ['']).limit(10 * fewRequests).as('request')
  return db.selectFrom(these) as unknown as RequestQuery
}
