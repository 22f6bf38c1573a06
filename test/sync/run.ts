import { generate } from './generate.ts'
import { invariants } from './invariants/all.ts'
import { perform } from './perform.ts'
import { quieten } from './quiet.ts'
import { readScreen } from './screen.ts'
import type { Step, StepKind } from './step.ts'
import { endWorld, makeWorld, type World } from './world.ts'

/** Where and why a schedule failed. */
export type Failure = { seed: number, step: number, invariant: string, message: string }
export type RunOptions = { tabCode: string, steps: number, schedule?: readonly Step[], onStep?: (world: World, step: Step) => void }

/** Lives through one schedule; every invariant is looked at after every step. Answers the first failure. */
export async function runSchedule(seed: number, { tabCode, steps, schedule = generate(seed, steps), onStep }: RunOptions): Promise<Failure | undefined> {
  const world = await makeWorld(seed, tabCode)
  const checks = invariants.map(invariant => ({ ...invariant, check: invariant.begin(world) }))
  const failed = (isQuiet: boolean): Failure | undefined => {
    for (const { mid } of world.look().results) world.ledger.settled.add(mid)
    for (const { name, check } of checks) {
      const message = world.troubles[0] ?? check(isQuiet)
      if (message) return { seed, step: world.step, invariant: world.troubles[0] ? 'nothing throws' : name, message }
    }
    world.exchanges = []
    world.calls = 0
    world.screens = []
    return undefined
  }
  try {
    for (const step of schedule) {
      await perform(world, step)
      if (changesScreens.includes(step.kind)) await look(world, step.device)
      onStep?.(world, step)
      const failure = failed(false)
      if (failure) return failure
      world.step++
    }
    await quieten(world)
    return failed(true)
  } catch (thrown) {
    return { seed, step: world.step, invariant: 'the world goes on', message: thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown) }
  } finally {
    await endWorld(world)
  }
}

const changesScreens: readonly StepKind[] = ['write', 'discard', 'restore', 'sync', 'signIn', 'signOut', 'losePower', 'putBackImage', 'killTabAt', 'screen']

/** Somebody looks at the phone that was just used, where anything can have changed since they last did. */
async function look(world: World, number: number) {
  const device = world.devices[number]!
  const tab = device.tabs.find(open => open !== undefined)
  const commits = device.disk.commitCount()
  if (!tab || (device.looked?.tab === tab && device.looked.commits === commits)) return
  device.looked = { tab, commits }
  await world.time.until(Promise.race([readScreen(world, device, tab), tab.death]))
}
