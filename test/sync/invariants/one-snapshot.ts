import { isPull } from '../network.ts'
import { shownRows, viewAll } from './device-view.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Invariant } from './invariant.ts'

/** 4. A page is from one snapshot; results are never newer than the pages after them. */
export const oneSnapshot: Invariant = {
  name: '4 results are never newer than the pages after them',
  begin: world => isQuiet => {
    for (const exchange of world.exchanges.filter(isPull)) {
      for (const page of exchange.answer.pages) {
        if (page.more) continue
        const newer = exchange.answer.results.find(({ result }) => result.kind === 'applied' && (result.scopes[page.scope] ?? 0) > page.next)
        if (newer) return `a pull told of ${newer.mid} at a version beyond its page's ${page.next}`
      }
    }
    for (const device of world.devices) {
      if (device.line.hasLostRow && !isQuiet) continue
      for (const view of viewAll(device)) {
        if (!view.feed || view.feed.filling || view.feed.cursor !== view.feed.settled) continue
        const rows = shownRows(view)
        const events = new Set(rows.filter(row => row.kind === 'event').map(row => row.key))
        for (const row of rows.filter(({ kind }) => kind === 'request')) {
          const { id, lastEvent } = row.body as RequestRow
          for (let number = 1; number <= lastEvent; number++) {
            if (!events.has(`${id}/${String(number).padStart(8, '0')}`)) return `device ${device.number} is whole at ${view.feed.cursor} and has no event ${number} of request ${id}, whose row tells of ${lastEvent}`
          }
        }
      }
    }
    return undefined
  },
}
