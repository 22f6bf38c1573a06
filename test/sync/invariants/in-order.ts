import type { StoredEvent } from '../server-view.ts'
import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 3. Per sender, effects happen in `seq` order (parked ones excepted, and said). */
export const inOrder: Invariant = {
  name: '3 effects happen in the order of writing',
  begin: world => {
    /** Also those that were carried out later. */
    const parked = new Set<string>()
    return () => {
      const { events, results, senders } = world.look()
      const firstByMid = new Map<string, StoredEvent>()
      for (const event of events) if (!firstByMid.has(event.mid)) firstByMid.set(event.mid, event)
      for (const sender of senders) {
        const own = results.filter(result => result.sender === sender.id && result.account === sender.account)
        if (own.some(({ seq }, index) => seq !== own[0]!.seq + index)) return `sender ${sender.id} has a gap in its results`
        if (own.length > 0 && own.at(-1)!.seq !== sender.lastSeq) return `sender ${sender.id} stands at ${sender.lastSeq}, its last result at ${own.at(-1)!.seq}`
      }
      for (const { mid, result } of results) if (result.kind === 'parked') parked.add(mid)
      for (const device of world.devices) {
        for (const { commands } of viewAll(device)) {
          let last: { place: number, mid: string } | undefined
          for (const { mid } of commands.toSorted((a, b) => a.order - b.order)) {
            const event = firstByMid.get(mid)
            if (!event || parked.has(mid)) continue
            if (last && event.place < last.place) return `${mid} was written after ${last.mid} on device ${device.number} and took effect before it`
            last = { place: event.place, mid }
          }
        }
      }
      return undefined
    }
  },
}
