import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 7. A client's own entry never disappears from the screen between saving and its arrival. */
export const neverBlinks: Invariant = {
  name: '7 an own entry never disappears from the screen',
  begin: world => isQuiet => {
    const released = new Set(world.look().requests.filter(request => request.hasLeft).map(request => request.id))
    for (const { device: number, saved: before, list, threads, attention: set, waiting } of world.screens) {
      const device = world.devices[number]!
      // What a fault of the server left out cannot be shown before it is noticed.
      if (device.line.hasLostRow && !isQuiet) continue
      const earlier = new Map(world.ledger.saved.slice(0, before).map(saved => [saved.mid, saved]))
      // With the cache its requests are gone for a while; what waits is still told of.
      const told = world.ledger.lostCaches.has(number) ? waiting : []
      const shown = new Set([...told.map(item => item.command.mid), ...set.map(item => item.command.mid), ...threads.flatMap(({ events, stuck, attention }) => [
        ...events.map(event => event.mid), ...stuck.map(item => item.command.mid), ...attention.map(item => item.command.mid),
      ])])
      const opened = new Set(threads.map(({ request }) => request.id))
      const listed = new Set(list.map(({ request }) => request.id))
      const visible = new Set(list.map(request => request.reader))
      for (const view of viewAll(device)) {
        if (!visible.has(view.reader.id)) continue
        for (const command of view.commands) {
          const saved = earlier.get(command.mid)
          if (saved?.fate !== 'kept' || saved.device !== number || shown.has(command.mid) || (listed.has(command.requestId) && !opened.has(command.requestId)) || (command.isVoided && command.setAside === undefined) || command.state === 'discarded') continue
          const result = view.results.find(row => row.mid === command.mid)?.result
          if (result?.kind === 'applied' && result.event === undefined) continue
          if (command.state === 'arrived' && released.has(command.requestId)) continue
          if (world.ledger.lostCaches.has(number) && (command.state === 'arrived' || (command.state === 'applied' && !listed.has(command.requestId)))) continue
          return `${command.name} ${command.mid} (${command.state}) is missing from the screen of device ${number}`
        }
      }
    }
    return undefined
  },
}
