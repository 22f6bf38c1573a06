import { isPull } from '../network.ts'
import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 9. Pulling never depends on pushing having worked; a stuck file never blocks commands. */
export const pullAlone: Invariant = {
  name: '9 pulling never depends on pushing, files block nothing',
  begin: world => () => {
    const broken = world.broken
    world.broken = undefined
    if (!broken || !broken.isWhole) return undefined
    const device = world.devices[broken.device]!
    for (const { reader, commands, meta } of viewAll(device)) {
      const asked = world.exchanges.filter(exchange => exchange.device === broken.device)
      const isKnown = meta?.epoch !== undefined && asked.some(exchange => exchange.path.startsWith('/api/sync'))
      if (!isKnown || reader.isSessionOver) continue
      if (broken.path === '/api/sync/push' && !asked.some(isPull)) return `device ${device.number} did not pull for ${reader.id}, as it could not push`
      // A command that makes the server fail is tried again later, whatever becomes of files.
      const wereAllTaken = asked.every(({ path, status }) => path !== '/api/sync/push' || status === 200)
      if (broken.path === '/api/files' && wereAllTaken && commands.some(command => command.state === 'queued')) return `device ${device.number} kept commands back, as it could not send files`
    }
    return undefined
  },
}
