import type { Scope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import type { Snapshot } from './content-snapshot.ts'

/** What is known of a snapshot without its bytes. */
export type KeptSnapshot = { scope: Scope, hash: string, version: number, rows: number }

/** A phone may be busy with the one before, and an edge of a network may still name it. */
const keptPerScope = 3

/** The newest snapshot of each scope in this edition. */
export async function readSnapshots(db: Db, edition: string): Promise<Map<Scope, KeptSnapshot>> {
  const found = await db.selectFrom('public_snapshot').select(['scope', 'hash', 'version', 'row_count as rows'])
    .where('edition', '=', edition).orderBy('version').execute()
  return new Map(found.map(row => [row.scope as Scope, { ...row, scope: row.scope as Scope }]))
}

/** The bytes of one, as they were compressed. */
export async function readSnapshotBytes(db: Db, scope: Scope, hash: string): Promise<{ gzip: Buffer, brotli: Buffer } | undefined> {
  const row = await db.selectFrom('public_snapshot').select(['gzip', 'brotli']).where('scope', '=', scope).where('hash', '=', hash).executeTakeFirst()
  return row && { gzip: Buffer.from(row.gzip, 'base64'), brotli: Buffer.from(row.brotli, 'base64') }
}

/** Keeps a snapshot; another process may have made the same one. Those before it go, but for the last ones. */
export async function storeSnapshot(trx: Db, edition: string, { scope, hash, version, rows, gzip, brotli }: Snapshot, now: number): Promise<void> {
  await trx.insertInto('public_snapshot')
    .values({ scope, hash, edition, version, row_count: rows, made_at: now, gzip: gzip.toString('base64'), brotli: brotli.toString('base64') })
    .onConflict(conflict => conflict.doNothing()).execute()
  const all = await trx.selectFrom('public_snapshot').select(['hash', 'edition']).where('scope', '=', scope)
    .orderBy('made_at', 'desc').orderBy('version', 'desc').execute()
  const old = all.slice(keptPerScope).map(row => row.hash)
  if (old.length > 0) await trx.deleteFrom('public_snapshot').where('scope', '=', scope).where('hash', 'in', old).execute()
}
