import { Refusal } from '../http/refusal.ts'
import { networkOf } from '../http/client-address.ts'
import type { Db } from '../db/tables.ts'

/** How often an hour: by e-mail address, by network, and in all, so that neither many addresses nor many networks help. */
const limits = {
  ask: { email: 12, network: 60, all: 2_000 },
  wrong: { email: 20, network: 100, all: 2_000 },
} as const
type Counted = keyof typeof limits

const hourMs = 3_600_000

function keysOf(what: Counted, email: string, address: string) {
  return [
    { key: `${what} email ${email}`, limit: limits[what].email },
    { key: `${what} network ${networkOf(address)}`, limit: limits[what].network },
    { key: `${what} all`, limit: limits[what].all },
  ]
}

/** Throws `too-many` where the last hour was full. The hour before counts for the part of it that is less than an hour ago. */
export async function refuseTooMany(db: Db, what: Counted, email: string, address: string, now: number): Promise<void> {
  const hour = Math.floor(now / hourMs)
  const elapsed = now / hourMs - hour
  const keys = keysOf(what, email, address)
  const rows = await db.selectFrom('sign_in_counter').select(['key', 'hour', 'count'])
    .where('key', 'in', keys.map(({ key }) => key)).where('hour', '>=', hour - 1).execute()
  const isFull = keys.some(({ key, limit }) => rows.filter(row => row.key === key)
    .reduce((sum, row) => sum + row.count * (row.hour === hour ? 1 : 1 - elapsed), 0) >= limit)
  if (isFull) throw new Refusal('too-many', { retryAfterSeconds: Math.max(60, Math.ceil((1 - elapsed) * hourMs / 1000)) })
}

export async function count(db: Db, what: Counted, email: string, address: string, now: number): Promise<void> {
  const hour = Math.floor(now / hourMs)
  await db.insertInto('sign_in_counter').values(keysOf(what, email, address).map(({ key }) => ({ key, hour, count: 1 })))
    .onConflict(conflict => conflict.columns(['key', 'hour']).doUpdateSet(eb => ({ count: eb('sign_in_counter.count', '+', 1) })))
    .execute()
}

/** Counters hold addresses, so they do not stay longer than they are needed; nor do spent codes and ended sessions. */
export async function sweepSignIn(db: Db, now: number): Promise<void> {
  await db.deleteFrom('sign_in_counter').where('hour', '<', Math.floor(now / hourMs) - 1).execute()
  await db.deleteFrom('sign_in_code').where('expires_at', '<', now - hourMs).execute()
  await db.deleteFrom('session').where('expires_at', '<', now).execute()
}
