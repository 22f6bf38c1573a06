import type { RequestRow } from '#domain/request/row.ts'
import type { DeskClient } from '#protocol/desk.ts'
import type { Db } from '../db/tables.ts'
import { typedPhoneKey, wordsIn, type ContactKey } from './contact-keys.ts'
import { rangeOf } from './request-words.ts'

const mostClients = 8
/** Where more fit, the words tell too little. */
const fewAccounts = 200

/** Clients whom the words may mean, who were here last on top. */
export async function findClients(db: Db, search: string): Promise<DeskClient[]> {
  const clients: DeskClient[] = []
  for (const account of (await accountsOf(db, search)).slice(0, 3 * mostClients)) {
    const client = await readClient(db, account)
    if (client) clients.push(client)
  }
  return clients.sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0)).slice(0, mostClients)
}

async function accountsOf(db: Db, search: string): Promise<string[]> {
  const byPhone = typedPhoneKey(search)
  if (byPhone !== undefined) return accountsWith(db, 'phone', byPhone)
  const email = search.trim().toLowerCase()
  if (email.includes('@')) return [...new Set([...await confirmedWith(db, email), ...await accountsWith(db, 'email', email)])]
  const [first = [], ...others] = await Promise.all(wordsIn(search).map(word => accountsWith(db, 'name', word)))
  return first.filter(account => others.every(accounts => accounts.includes(account)))
}

async function accountsWith(db: Db, kind: ContactKey['kind'], prefix: string): Promise<string[]> {
  const [from, to] = rangeOf(prefix)
  const rows = await db.selectFrom('contact_key').select('account_id').distinct()
    .where('kind', '=', kind).where('value', '>=', from).where('value', '<', to).limit(fewAccounts).execute()
  return rows.map(row => row.account_id)
}

const confirmedWith = async (db: Db, email: string): Promise<string[]> =>
  (await db.selectFrom('address').select('account_id').where('email', '=', email).execute()).map(row => row.account_id)

async function readClient(db: Db, account: string): Promise<DeskClient | undefined> {
  const members = await db.selectFrom('member').select(['name', 'language', 'is_confirmed']).where('account_id', '=', account).orderBy('created_at').execute()
  const member = members.find(one => one.is_confirmed === 1) ?? members[0]
  if (!member) return undefined
  const email = (await db.selectFrom('address').select('email').where('account_id', '=', account).orderBy('confirmed_at').limit(1).executeTakeFirst())?.email
  const newest = await db.selectFrom('request').select('body').where('account_id', '=', account).orderBy('updated_at', 'desc').limit(1).executeTakeFirst()
  const { count } = await db.selectFrom('request').select(eb => eb.fn.countAll<number>().as('count')).where('account_id', '=', account).executeTakeFirstOrThrow()
  const row = newest && JSON.parse(newest.body) as RequestRow
  return {
    account, language: row?.language ?? member.language, isConfirmed: member.is_confirmed === 1, requestCount: Number(count),
    contact: { name: member.name || (email ?? ''), ...(email ? { email } : {}), ...row?.contact },
    ...(row ? { last: { id: row.id, title: row.title, at: row.updatedAt } } : {}),
  }
}
