import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 8. Only a typed rejection or `parked` is final, and it keeps what the person wrote. */
export const onlyVerdicts: Invariant = {
  name: '8 only a typed rejection or parked is final',
  begin: world => {
    /** Every result that the server ever gave, also before it was put back from a backup. */
    const given = new Map<string, Set<string>>()
    const refusedAsUnreadable = new Set<number>()
    return () => {
      for (const { device, path, status } of world.exchanges) if (path === '/api/sync/push' && (status === 400 || status === 413)) refusedAsUnreadable.add(device)
      for (const { mid, result } of world.look().results) given.set(mid, (given.get(mid) ?? new Set()).add(result.kind))
      for (const device of world.devices) {
        for (const { commands, results } of viewAll(device)) {
          for (const { mid, name, state, isVoided, setAside, withdraws } of commands) {
            const result = results.find(row => row.mid === mid)?.result
            if (result && !given.get(mid)?.has(result.kind)) return `device ${device.number} holds ${mid} for ${result.kind}, which the server never said`
            if (setAside !== undefined && !refusedAsUnreadable.has(device.number)) return `${name} ${mid} was set aside on device ${device.number}, whose calls were all taken`
            if (state === 'queued' || withdraws !== undefined) continue
            if (!result) return `${name} ${mid} is ${state} on device ${device.number} without a result`
            const saved = world.ledger.savedByMid.get(mid)
            if (state === 'discarded' && saved?.fate === 'kept' && saved.device === device.number && !isVoided) return `${name} ${mid} was discarded on device ${device.number} by nobody`
            if (state === 'attention' && result.kind !== 'rejected' && result.kind !== 'parked' && setAside === undefined) return `${name} ${mid} wants attention though it was ${result.kind}`
            if ((state === 'applied' || state === 'arrived') && result.kind !== 'applied') return `${name} ${mid} is ${state} though it was ${result.kind}`
          }
        }
      }
      return undefined
    }
  },
}
