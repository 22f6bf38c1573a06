import type { Hint, Wait, WaitAnswer } from '#protocol/messages.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { whereScopesStand } from './where-scopes-stand.ts'

/** For whom no stream gets through: answers what is further on than the caller knows, at once or as soon as it happens. */
export async function waitForChange({ database, hints }: Installation, { account, member }: MemberCaller, known: Wait, signal: AbortSignal): Promise<WaitAnswer> {
  const owner = { account, reader: member }
  const { since, ...publicVersions } = known
  const knownVersions: Partial<Record<Scope, number | undefined>> = { ...publicVersions, [readerScope(member)]: since }
  const isFurther = ({ scope, version }: Hint) => version > (knownVersions[scope] ?? Infinity)
  const found = await hints.wait(owner, async () => (await database.snapshot(trx => whereScopesStand(trx, [owner]))).filter(isFurther), signal)
  return { protocol: protocolName, hints: [...found] }
}
