import type { RequestEvent } from '#domain/request/event.ts'
import type { CommandResult } from '#protocol/results.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { readCounter } from './feed-repository.ts'
import type { Sender } from './sender-repository.ts'

/** What an account already has under a `mid`: a result of one of its members, or (`foreign`) an effect that somebody else's command had. */
export type KnownMid = { kind: 'result', result: CommandResult } | { kind: 'foreign' }

/** Looks for a command's `mid` in its account, whichever sender brought it. A parked one counts as not known: it is tried anew. */
export async function findKnownMid(trx: Db, of: Sender, mid: string): Promise<KnownMid | undefined> {
  const rows = await trx.selectFrom('result').select('body').where('account_id', '=', of.account).where('mid', '=', mid).orderBy('at').execute()
  const result = rows.map(row => JSON.parse(row.body) as CommandResult).find(({ kind }) => kind !== 'parked')
  return result ? { kind: 'result', result } : readEffect(trx, of, mid)
}

/** Results are pruned one day, events never: what took effect is known by them for ever. */
async function readEffect(trx: Db, { account, member }: Sender, mid: string): Promise<KnownMid | undefined> {
  const events = await eventsOfMid(trx, account, mid)
  const [first] = events
  if (!first) return undefined
  if (first.by.kind !== 'member' || !await isSame(trx, account, member, first.by.id)) return { kind: 'foreign' }
  const event = events.findLast(({ stream }) => stream === 'shared')?.number
  const { version } = await readCounter(trx, { account, reader: member })
  return { kind: 'result', result: { kind: 'applied', scopes: { [readerScope(member)]: version }, ...(event === undefined ? {} : { event }), at: first.at } }
}

/** A member wrote under other ids before, as a guest that was moved here. */
async function isSame(trx: Db, account: string, member: string, writer: string): Promise<boolean> {
  if (writer === member) return true
  const alias = await trx.selectFrom('member_alias').select('alias').where('account_id', '=', account).where('alias', '=', writer).where('member_id', '=', member).executeTakeFirst()
  return alias !== undefined
}

/** What a command of the account did, in its order. */
export async function eventsOfMid(trx: Db, account: string, mid: string): Promise<RequestEvent[]> {
  const rows = await trx.selectFrom('event').select('body').where('account_id', '=', account).where('mid', '=', mid).orderBy('idx').execute()
  return rows.map(row => JSON.parse(row.body) as RequestEvent)
}
