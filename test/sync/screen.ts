import type { Device, Tab } from './device.ts'
import { viewAll } from './invariants/device-view.ts'
import type { World } from './world.ts'

/** Opens the list, and each thread in which something of this device's people has not arrived; all of them where `isThorough`. */
export async function readScreen(world: World, device: Device, tab: Tab, isThorough = false): Promise<void> {
  const now = device.now()
  const saved = world.ledger.saved.length
  const open = new Set(viewAll(device).flatMap(({ commands }) => commands.filter(({ state }) => state !== 'arrived').map(({ requestId }) => requestId)))
  const list = await tab.code.projectedRequests({}, now)
  const threads = []
  for (const { request } of list.filter(({ request: { id } }) => isThorough || open.has(id))) {
    const thread = await tab.code.projectedRequest(request.id, now)
    if (thread) threads.push(thread)
  }
  const { attention, waiting } = await tab.code.readOutbox()
  device.shown = list
  world.screens = [...world.screens.filter(screen => screen.device !== device.number), { device: device.number, saved, list, threads, attention, waiting }]
}
