import type { Reader } from '#local/device-database.ts'
import type { Device } from './device.ts'
import { viewAll } from './invariants/device-view.ts'
import { signIn } from './perform-session.ts'
import { readScreen } from './screen.ts'
import type { World } from './world.ts'

/** A command that fails each time is tried eight times before it is parked. */
const rounds = 16

const isWaiting = (device: Device) => viewAll(device).some(({ commands }) => commands.some(({ state }) => state === 'queued'))

/** Something is left to send or to come, or the server has changed since it was last asked. */
const isBehind = (world: World, device: Device) =>
  device.line.pulledAt !== world.server.commits() || viewAll(device).some(({ commands, files }) => commands.some(({ state }) => state === 'queued' || state === 'applied') || files.some(({ state }) => state === 'kept'))

/**
 * All trouble ends: everybody comes back, signs in where they have to, and synchronises until nothing is left to do; in some worlds until
 * one more round of everybody changes nothing at all.
 */
export async function quieten(world: World): Promise<void> {
  const { time, server } = world
  const devices = world.devices.filter(device => device.disk.databases().length > 0)
  if (!server.isUp()) await server.start()
  world.load.isHigh = false
  server.killAt({ transactions: Infinity, when: 'beforeCommit' })
  for (const { line } of devices) Object.assign(line, { isDown: false, faults: [], broken: [], pageRows: 500 })
  // More than a day: a scope that differed twice is begun anew once more.
  await time.pass(25 * 60 * 60_000)
  for (const device of devices) {
    device.killAll()
    device.slowDisk = false
  }
  await time.rest()
  const isPatient = world.seed % 4 === 0
  for (let round = 0; round < rounds; round++) {
    const before = JSON.stringify([server.commits(), devices.map(device => device.disk.commitCount())])
    for (const device of devices) {
      if (round > 0 && !isPatient && !isBehind(world, device)) continue
      const tab = device.tabs[0] ?? await device.openTab(0)
      await time.until((async () => {
        await tab.code.finishForgetting(tab.storage)
        if (device.disk.rowsOf<Reader>('servus-device', 'readers').some(reader => reader.isSessionOver)) {
          await signIn(world, device, tab, { device: device.number, tab: 0, dice: 0, kind: 'signIn' })
        }
        await tab.code.syncOnce(tab.parts)
      })())
      await time.pass(60_000)
    }
    if (JSON.stringify([server.commits(), devices.map(device => device.disk.commitCount())]) === before && !devices.some(isWaiting)) break
  }
  world.ledger.lostCaches.clear()
  world.screens = []
  for (const device of devices) await time.until(readScreen(world, device, device.tabs[0]!, true))
}
