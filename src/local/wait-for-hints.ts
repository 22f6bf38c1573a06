import { heartbeatMs, type WaitAnswer } from '#protocol/messages.ts'
import { isPublicScope, type Scope } from '#protocol/scopes.ts'
import { callAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import type { HintListener } from './hints.ts'
import { pause } from './pause.ts'
import type { SyncParts } from './sync-parts.ts'

/** So long do long polls stand in for a stream before one is tried again. */
export const waitingMs = 10 * 60_000
/** Between two polls, so that a server or proxy that answers at once is not asked without end. */
const restMs = 1_000

/** Asks for hints by long polls, one after the other, until one fails or a stream may be tried again. Whether any was answered. */
export async function waitForHints({ transport }: Pick<SyncParts, 'transport'>, reader: Reader, listener: HintListener, signal: AbortSignal): Promise<boolean> {
  const told = new Map<Scope, number>()
  let wasAnswered = false
  for (const until = performance.now() + waitingMs; performance.now() < until && !signal.aborted;) {
    const call = { method: 'GET', path: await pathOf(listener, told), timeoutMs: 2 * heartbeatMs } as const
    const answer = await callAs<WaitAnswer>(transport, reader, call, signal)
    if (!answer.ok) return wasAnswered
    wasAnswered = true
    listener.onAlive(true)
    for (const hint of answer.value.hints) {
      // Until it is pulled the same would be told again at once.
      told.set(hint.scope, hint.version)
      listener.onHint(hint)
    }
    await pause(restMs, signal)
  }
  return wasAnswered
}

async function pathOf({ known }: HintListener, told: ReadonlyMap<Scope, number>): Promise<string> {
  const query = new URLSearchParams()
  for (const [scope, version] of await known()) {
    query.set(isPublicScope(scope) ? scope : 'since', String(Math.max(version, told.get(scope) ?? 0)))
  }
  return `/api/sync/wait?${query}`
}
