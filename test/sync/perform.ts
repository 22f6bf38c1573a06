import type { Device, Tab } from './device.ts'
import { viewAll } from './invariants/device-view.ts'
import { actAtDesk } from './perform-desk.ts'
import { change, discard, restore, write } from './perform-write.ts'
import { pushByHand } from './perform-by-hand.ts'
import { readScreen } from './screen.ts'
import { endSession, signIn, signOut } from './perform-session.ts'
import type { Step, StepKind } from './step.ts'
import type { World } from './world.ts'

/** The tab that a step speaks of; opened where it is not open. */
export async function tabOf({ devices }: World, { device, tab }: Pick<Step, 'device' | 'tab'>): Promise<Tab> {
  const owner = devices[device]!
  return owner.tabs[tab] ?? owner.openTab(tab)
}

/** Names of failures that a page may meet when its databases go away under it, at a sign-out or when it dies. */
const passing = ['DatabaseClosedError', 'AbortError', 'InvalidStateError', 'TransactionInactiveError', 'PrematureCommitError', 'NotFoundError']

const nameOf = (failure: unknown) => (failure instanceof Error ? failure.name : String(failure))

/** Runs something in a tab, for as long as the tab lives; what it throws is noted. Never rejects. */
async function inTab(world: World, owner: Device, tab: Tab, task: () => Promise<unknown>): Promise<void> {
  const work = task().then(() => {}, (failure: unknown) => {
    if (tab.process.isDead || passing.includes(nameOf(failure))) return
    world.troubles.push(`device ${owner.number} threw: ${failure instanceof Error ? failure.stack : String(failure)}`)
  })
  await Promise.race([work, tab.death])
}

/** What people and devices do takes its time; the rest happens at once. */
const mayRunBeside: readonly StepKind[] = ['write', 'discard', 'restore', 'change', 'sync', 'signIn', 'signOut', 'desk', 'trim']

/** Carries a step out, as far as its patience goes; what takes longer goes on beside the next ones. */
export async function perform(world: World, step: Step): Promise<void> {
  if (!world.server.isUp() && step.dice % 4 > 0) await world.server.start()
  const work = begin(world, step)
  if (step.waitMs === undefined || !mayRunBeside.includes(step.kind)) await world.time.until(work)
  else await world.time.pass(step.waitMs)
}

async function begin(world: World, step: Step): Promise<void> {
  const device = world.devices[step.device]!
  const run = async (task: (tab: Tab) => Promise<unknown>) => {
    const tab = await tabOf(world, step)
    await inTab(world, device, tab, () => task(tab))
  }
  switch (step.kind) {
    case 'write': return run(tab => write(world, device, tab, step))
    case 'discard': return run(tab => discard(world, device, tab, step))
    case 'restore': return run(tab => restore(world, device, tab, step))
    case 'change': return run(tab => change(world, device, tab, step))
    case 'screen': return run(tab => readScreen(world, device, tab))
    case 'signIn': return run(tab => signIn(world, device, tab, step))
    case 'signOut': return run(tab => signOut(world, device, tab))
    case 'endSession': return endSession(world, step)
    case 'trim': return run(tab => tab.code.trimJournal(tab.storage, device.now()))
    case 'sync': {
      device.line.faults = [...step.faults]
      return run(tab => syncIn(world, device, tab))
    }
    case 'desk': return actAtDesk(world, step)
    case 'stranger': return pushByHand(world, step)
    case 'line': {
      Object.assign(device.line, { isDown: step.isDown, broken: step.broken, pageRows: step.pageRows })
      return
    }
    case 'killTab': return device.killTab(step.tab)
    case 'killDevice': return device.killAll()
    case 'killTabAt': {
      (await tabOf(world, step)).dieAt(step.commits, step.when)
      return
    }
    case 'losePower': {
      device.killAll()
      if (device.disk.losePower(world.random) === 0) return
      device.shown = []
      world.ledger.mayGoBack.add(device.number)
      world.ledger.lostCaches.add(device.number)
      return
    }
    case 'takeImage': {
      device.killAll()
      await world.time.rest()
      device.image = { image: device.disk.takeImage(), step: world.step }
      return
    }
    case 'putBackImage': return putBackImage(world, device)
    case 'cloneProfile': return cloneProfile(world, device, world.devices[step.to]!)
    case 'killServer': {
      await world.server.kill()
      return world.server.start()
    }
    case 'killServerAt': return world.server.killAt(step)
    case 'backUp': return backUp(world)
    case 'restoreServer': return restoreServer(world)
    case 'replayParked': {
      await ensureUp(world)
      return world.server.replayParked()
    }
    case 'jobs': {
      await ensureUp(world)
      return world.server.runJobs()
    }
    case 'deviceClock': device.skewMs += step.ms; return
    case 'serverClock': world.serverClock.skewMs += step.ms; return
    default: return step satisfies never
  }
}

async function syncIn(world: World, device: Device, tab: Tab): Promise<void> {
  const { line } = device
  const [path] = line.broken
  const isOnlyTrouble = line.faults.length === 0 && !line.isDown && world.server.isUp() && line.broken.length === 1 && device.tabs.filter(Boolean).length === 1
  const commits = world.server.commits()
  device.exchanging++
  await tab.code.syncOnce(tab.parts)
  device.exchanging--
  if (isOnlyTrouble && path) world.broken = { device: device.number, path, isWhole: world.server.isUp() && world.server.commits() >= commits }
}

async function putBackImage(world: World, device: Device): Promise<void> {
  const { image } = device
  if (!image) return
  device.killAll()
  await world.time.rest()
  device.disk.putBack(image.image)
  device.shown = []
  world.ledger.heldBack.clear()
  world.ledger.mayGoBack.add(device.number)
  for (const saved of world.ledger.saved) if (saved.device === device.number && saved.step > image.step && saved.fate === 'kept') saved.fate = 'forgotten'
}

async function cloneProfile(world: World, device: Device, twin: Device): Promise<void> {
  if (device === twin) return
  device.killAll()
  twin.killAll()
  await world.time.rest()
  twin.disk.copyFrom(device.disk)
  // Each of the two may send what waits, whatever the other does with it.
  for (const { commands } of viewAll(device)) for (const { mid } of commands) world.ledger.sentMids.add(mid)
  Object.assign(twin.line, { cookie: device.line.cookie, hasLostRow: device.line.hasLostRow || twin.line.hasLostRow })
  twin.image = undefined
  twin.shown = []
  world.ledger.mayGoBack.add(twin.number)
  for (const saved of world.ledger.saved) if (saved.device === twin.number && saved.fate === 'kept') saved.fate = 'forgotten'
}

async function ensureUp({ server }: World) {
  if (!server.isUp()) await server.start()
}

async function backUp(world: World): Promise<void> {
  await ensureUp(world)
  await world.server.backUp()
}

async function restoreServer(world: World): Promise<void> {
  const { results } = world.look()
  if (!await world.server.restore()) return
  // A rejection that its writer has stays one; all else has to come again.
  for (const { mid, result } of results) if (result.kind === 'applied' || result.kind === 'parked') world.ledger.settled.delete(mid)
  // Their numbers are not what was answered any more.
  world.strangerIsGone = true
  for (const device of world.devices) {
    world.ledger.mayGoBack.add(device.number)
    world.ledger.lostCaches.add(device.number)
    const journal = new Set(viewAll(device).flatMap(({ commands }) => commands.map(({ mid }) => mid)))
    for (const saved of world.ledger.saved) if (saved.device === device.number && saved.fate === 'kept' && !journal.has(saved.mid)) saved.fate = 'forgotten'
  }
}
