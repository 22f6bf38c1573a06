import type { Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { changeHash, emptyHash, rowHash } from './content-hash.ts'

export type PublicRow = { kind: string, key: string, body: unknown }
export type PublicChange = { version: number, changed: number, removed: number }

const chunkSize = 500

/**
 * Brings a public scope to these rows: only what differs gets a new version, what is missing of `replaceKinds` and what is to `remove`
 * is deleted, the rest is left alone. Writing the same twice changes nothing. The scope stays locked until the transaction ends. `now`: when a
 * `del` is made, as it is kept for a time only.
 */
export async function writePublicRows(
  trx: Db,
  scope: Scope,
  rows: readonly PublicRow[],
  { replaceKinds = [], remove = [], now = Date.now() }: { replaceKinds?: readonly string[], remove?: readonly { kind: string, key: string }[], now?: number } = {},
): Promise<PublicChange> {
  const counter = await lockScope(trx, scope)
  const kinds = [...new Set([...rows, ...remove].map(row => row.kind).concat(replaceKinds))]
  const removed = new Set(remove.map(nameOf))
  const existing = kinds.length === 0 ? [] : await trx.selectFrom('public_row').selectAll().where('scope', '=', scope).where('kind', 'in', kinds).execute()
  const existingByName = new Map(existing.map(row => [nameOf(row), row]))
  const wanted = new Map(rows.map(row => [nameOf(row), { kind: row.kind, key: row.key, op: 'put' as const, body: JSON.stringify(row.body), at: 0 }]))
  const puts = [...wanted].filter(([name, row]) => existingByName.get(name)?.body !== row.body).map(([, row]) => row)
  const dels = existing
    .filter(row => row.op === 'put' && (replaceKinds.includes(row.kind) || removed.has(nameOf(row))) && !wanted.has(nameOf(row)))
    .map(row => ({ kind: row.kind, key: row.key, op: 'del' as const, body: null, at: now }))
  const changes = [...puts, ...dels].map((row, index) => ({ ...row, scope, version: counter.version + index + 1 }))
  if (changes.length === 0) return { version: counter.version, changed: 0, removed: 0 }
  await storeChanges(trx, changes)
  const replaced = changes.map(row => existingByName.get(nameOf(row))).filter(row => row?.op === 'put')
  const version = counter.version + changes.length
  const hash = changeHash(
    counter.hash,
    changes.filter(row => row.op === 'put').map(row => rowHash(row.kind, row.key, row.version)),
    replaced.map(row => rowHash(row!.kind, row!.key, row!.version)),
  )
  await trx.updateTable('public_counter').set({ version, hash }).where('scope', '=', scope).execute()
  return { version, changed: puts.length, removed: dels.length }
}

const nameOf = ({ kind, key }: { kind: string, key: string }) => `${kind}|${key}`

/** An update that changes nothing locks the row on both databases. */
const lockScope = (trx: Db, scope: Scope) =>
  trx.insertInto('public_counter').values({ scope, version: 0, hash: emptyHash, floor: 0 })
    .onConflict(conflict => conflict.column('scope').doUpdateSet(eb => ({ version: eb.ref('public_counter.version') })))
    .returningAll()
    .executeTakeFirstOrThrow()

type StoredChange = { scope: string, kind: string, key: string, version: number, op: 'put' | 'del', body: string | null, at: number }

async function storeChanges(trx: Db, changes: readonly StoredChange[]) {
  for (let start = 0; start < changes.length; start += chunkSize) {
    await trx.insertInto('public_row').values(changes.slice(start, start + chunkSize))
      .onConflict(conflict => conflict.columns(['scope', 'kind', 'key']).doUpdateSet(eb => ({
        version: eb.ref('excluded.version'), op: eb.ref('excluded.op'), body: eb.ref('excluded.body'), at: eb.ref('excluded.at'),
      })))
      .execute()
  }
}
