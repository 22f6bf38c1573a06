import { createHash } from 'node:crypto'
import type { ContentHead } from '#protocol/messages.ts'
import { protocolName } from '#protocol/version.ts'
import type { Installation } from '../installation.ts'
import { readPublicCounters } from './content-page.ts'
import { editionOf } from './content-snapshot.ts'
import { readSnapshots } from './content-snapshot-repository.ts'
import { keepSnapshots } from './keep-snapshots.ts'

/** What every device asks first. Snapshots that have fallen behind are made anew after it, for the next one. */
export async function readContentHead(installation: Installation): Promise<ContentHead> {
  const { db, epoch, now } = installation
  const counters = await readPublicCounters(db)
  const kept = await readSnapshots(db, editionOf(epoch))
  keepSnapshots(installation, counters, kept)
  const usable = [...kept.values()].filter(({ scope, version }) => version >= (counters.get(scope)?.floor ?? 0))
  return {
    protocol: protocolName, epoch, now: now(),
    versions: Object.fromEntries([...counters].map(([scope, { version }]) => [scope, version])),
    floors: Object.fromEntries([...counters].map(([scope, { floor }]) => [scope, floor])),
    snapshots: Object.fromEntries(usable.map(({ scope, version, hash }) => [scope, { version, address: `/api/content/${encodeURIComponent(scope)}/${hash}` }])),
  }
}

/** The clock does not count: a head that tells nothing new is the same head. Each version of the protocol has a head of its own. */
export const tagOfHead = ({ now: _now, ...told }: ContentHead, version: number) =>
  `"${createHash('sha256').update(JSON.stringify({ ...told, version })).digest('base64url').slice(0, 22)}"`
