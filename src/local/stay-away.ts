import type { Millis } from '#domain/ids.ts'
import type { DeviceStorage } from './device-storage.ts'
import { longestRetryAfterMs } from './retry-after.ts'
import type { SyncOutcome } from './sync-once.ts'
import type { SyncParts } from './sync-parts.ts'

/** One round, unless the server has asked this device to stay away, whoever of its pages and worker has heard it, before or after a reload. */
export async function runUnlessAskedAway(parts: SyncParts, round: (parts: SyncParts) => Promise<SyncOutcome>): Promise<SyncOutcome> {
  const retryAfterMs = await readStayAway(parts.storage, parts.now())
  if (retryAfterMs > 0) return { kind: 'waiting', failure: { kind: 'busy', status: 429, retryAfterMs } }
  const outcome = await round(parts)
  if (outcome.kind === 'waiting' && outcome.failure.kind === 'busy' && outcome.failure.retryAfterMs) {
    await parts.storage.device.settings.put({ key: 'stayAwayUntil', value: parts.now() + outcome.failure.retryAfterMs })
  }
  return outcome
}

/** How many milliseconds are left. A time that is too far off comes from a clock that was set since. */
async function readStayAway({ device }: DeviceStorage, now: Millis): Promise<number> {
  const setting = await device.settings.get('stayAwayUntil')
  const left = setting?.key === 'stayAwayUntil' ? setting.value - now : 0
  return left > longestRetryAfterMs ? 0 : Math.max(left, 0)
}
