import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 10. Nothing that a reader may not see reaches their device. */
export const noForeignWord: Invariant = {
  name: '10 nothing reaches a device that its reader may not see',
  begin: world => isQuiet => {
    for (const { device, path, answer } of world.exchanges) {
      if (answer === undefined) continue
      const text = JSON.stringify(answer)
      const secret = world.ledger.secrets.find(word => text.includes(word))
      if (secret) return `"${secret}" reached device ${device} by ${path}`
    }
    const { requests, moved } = world.look()
    for (const device of world.devices) {
      for (const { reader, rows } of viewAll(device)) {
        // What was a guest's own goes into another account; it is shown from here until it is there.
        const isOnItsWay = !isQuiet && moved.includes(reader.account)
        for (const row of rows) {
          const requestId = row.kind === 'request' ? row.key : row.kind === 'event' ? row.key.split('/')[0] : undefined
          const owners = requests.filter(({ id }) => id === requestId).map(({ account }) => account)
          if (owners.length > 0 && !owners.includes(reader.account) && !isOnItsWay) return `${row.kind} ${row.key} of another account lies on device ${device.number}`
          if (row.kind === 'event' && (row.body as { stream: string }).stream !== 'shared') return `an event of the desk lies on device ${device.number}`
        }
      }
    }
    return undefined
  },
}
