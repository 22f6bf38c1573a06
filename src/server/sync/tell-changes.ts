import type { Scope } from '#protocol/scopes.ts'
import type { Applied } from '../requests/apply-command.ts'
import type { Hints } from './hints.ts'

/** After the commit, never before it: whoever hears of a change must be able to read it. */
export function tellChanges(hints: Hints, { versionByScope, stored }: Applied): void {
  for (const [scope, version] of versionByScope) hints.tell({ scope: scope as Scope, version })
  hints.tellDesk({ requestId: stored.row.id, version: stored.row.lastEvent })
}
