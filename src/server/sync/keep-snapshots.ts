import type { Scope } from '#protocol/scopes.ts'
import type { Database } from '../db/database.ts'
import type { Installation } from '../installation.ts'
import type { PublicCounter } from './content-page.ts'
import { editionOf, makeSnapshot } from './content-snapshot.ts'
import { type KeptSnapshot, storeSnapshot } from './content-snapshot-repository.ts'

/** So many changes beyond a snapshot, or this share of its rows, and a first load is better off with a new one. */
const leastChanges = 200
const shareOfRows = 0.25
const restAfterFailureMs = 60_000

type Keeping = { checked?: string, running?: Promise<void>, notBefore: number }
const keepingByDatabase = new WeakMap<Database, Keeping>()

/**
 * Makes snapshots anew that have fallen behind, without anybody waiting for it; one round at a time in a process. Several processes may do
 * the same work: what they make is the same. The promise is for those who want to wait all the same; it never fails.
 */
export function keepSnapshots(installation: Installation, counters: ReadonlyMap<Scope, PublicCounter>, kept: ReadonlyMap<Scope, KeptSnapshot>): Promise<void> {
  const { database, now, log } = installation
  const keeping = keepingByDatabase.get(database) ?? { notBefore: 0 }
  keepingByDatabase.set(database, keeping)
  const present = [...counters].map(([scope, { version, floor }]) => `${scope}=${version}/${floor}`).join(' ')
  if (keeping.running) return keeping.running
  if (keeping.checked === present || now() < keeping.notBefore) return Promise.resolve()
  keeping.running = renew(installation, counters, kept)
    .then(() => { keeping.checked = present })
    .catch((failure: unknown) => {
      keeping.notBefore = now() + restAfterFailureMs
      log.error('A snapshot of the public content could not be made; phones load it in pages', failure)
    })
    .finally(() => { delete keeping.running })
  return keeping.running
}

async function renew({ database, epoch, now }: Installation, counters: ReadonlyMap<Scope, PublicCounter>, kept: ReadonlyMap<Scope, KeptSnapshot>) {
  for (const [scope, counter] of counters) {
    if (!await isBehind(database, scope, counter, kept.get(scope))) continue
    const snapshot = await makeSnapshot(database, scope, epoch)
    await database.transaction(trx => storeSnapshot(trx, editionOf(epoch), snapshot, now()))
  }
}

async function isBehind({ db }: Database, scope: Scope, { version, floor }: PublicCounter, snapshot: KeptSnapshot | undefined): Promise<boolean> {
  if (version === 0 || snapshot?.version === version) return false
  if (!snapshot || snapshot.version < floor) return true
  if (version - snapshot.version >= Math.max(leastChanges, snapshot.rows * shareOfRows)) return true
  // What was taken back must not be handed out any longer.
  const taken = await db.selectFrom('public_row').select('version')
    .where('scope', '=', scope).where('version', '>', snapshot.version).where('op', '=', 'del').limit(1).executeTakeFirst()
  return taken !== undefined
}
