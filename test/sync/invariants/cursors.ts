import type { Feed } from '#local/feed-database.ts'
import { isPull } from '../network.ts'
import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 6. Cursors never go back except on a declared reset. */
export const cursors: Invariant = {
  name: '6 cursors never go back but for a declared reset',
  begin: world => {
    const before = new Map<string, { feed: Feed, epoch: string | undefined }>()
    return () => {
      const mayGoBack = new Set(world.ledger.mayGoBack)
      world.ledger.mayGoBack.clear()
      for (const exchange of world.exchanges.filter(isPull)) if (exchange.answer.pages.some(page => page.reset)) mayGoBack.add(exchange.device)
      for (const device of world.devices) {
        for (const { reader, feed, meta } of viewAll(device)) {
          const name = `${device.number} ${reader.id}`
          if (!feed) {
            before.delete(name)
            continue
          }
          if (feed.mendedAt !== undefined && !device.line.hasLostRow) return `device ${device.number} had to fetch ${feed.scope} anew, as its content hash differed`
          const known = before.get(name)
          before.set(name, { feed, epoch: meta?.epoch })
          if (!known || mayGoBack.has(device.number) || known.epoch !== meta?.epoch) continue
          const message = wentBack(known.feed, feed)
          if (message) return `${message} on device ${device.number}`
        }
      }
      return undefined
    }
  },
}

function wentBack(from: Feed, to: Feed): string | undefined {
  if (to.shown === from.shown) return to.cursor < from.cursor ? `the cursor went from ${from.cursor} to ${to.cursor}` : undefined
  return from.filling?.fill === to.shown || to.mendedAt !== from.mendedAt ? undefined : `base ${to.shown} took the place of ${from.shown} without a reset`
}
