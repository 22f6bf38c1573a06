import { faultKinds, type Fault } from './network.ts'
import { makeRandom, type Random } from './platform/random.ts'
import { longStories, stories } from './stories.ts'
import type { Deed, Step } from './step.ts'

type Weighted = [weight: number, make: (random: Random) => Deed]

/** What only hurts in this order. */
const knownFaults: readonly Fault[][] = [['loseReply', 409], ['none', 'loseReply', 409], ['double', 'slow', 'slow'], ['late', 'none', 'late'], ['none', 'slow', 'cut'], ['loseReply', 'loseReply', 'loseReply']]

const faults = (random: Random): Fault[] => (random.chance(0.12) ? random.pick(knownFaults) : drawFaults(random))

const drawFaults = (random: Random): Fault[] =>
  random.chance(0.35) ? [] : Array.from({ length: 1 + random.below(8) }, () => (random.chance(0.55) ? 'none' : random.pick(faultKinds)))

const days = 24 * 60 * 60 * 1000
const brokenPaths: string[][] = [[], [], ['/api/sync/push'], ['/api/files'], ['/api/sync/pull'], ['/api/content']]

const deeds: Weighted[] = [
  [30, () => ({ kind: 'write' })],
  [34, random => ({ kind: 'sync', faults: faults(random) })],
  [12, () => ({ kind: 'desk' })],
  [2, () => ({ kind: 'stranger' })],
  [5, () => ({ kind: 'discard' })],
  [2, () => ({ kind: 'restore' })],
  [4, () => ({ kind: 'change' })],
  [1, () => ({ kind: 'replayParked' })],
  [1, () => ({ kind: 'jobs' })],
  [0.5, random => ({ kind: 'serverClock', ms: random.pick([92, 800]) * days })],
  [4, random => ({ kind: 'line', isDown: random.chance(0.3), broken: random.pick(brokenPaths), pageRows: random.pick([1, 2, 3, 500]) })],
  [3, random => ({ kind: 'killTabAt', commits: 1 + random.below(8), when: random.pick(['before', 'after']) })],
  [1, () => ({ kind: 'killTab' })],
  [1, () => ({ kind: 'killDevice' })],
  [1.5, () => ({ kind: 'losePower' })],
  [0.7, () => ({ kind: 'takeImage' })],
  [0.7, () => ({ kind: 'putBackImage' })],
  [0.4, random => ({ kind: 'cloneProfile', to: random.below(3) })],
  [2, () => ({ kind: 'signIn' })],
  [0.5, () => ({ kind: 'signOut' })],
  [0.5, () => ({ kind: 'endSession' })],
  [0.7, () => ({ kind: 'killServer' })],
  [2, random => ({ kind: 'killServerAt', transactions: 1 + random.below(6), when: random.pick(['beforeCommit', 'afterCommit']) })],
  [0.7, () => ({ kind: 'backUp' })],
  [0.5, () => ({ kind: 'deviceClock', ms: 40 * days })],
  [0.6, random => ({ kind: 'deviceClock', ms: Math.round((random.next() - 0.5) * 4 * days) })],
  [0.5, random => ({ kind: 'serverClock', ms: Math.round((random.next() - 0.4) * days) })],
  [0.5, () => ({ kind: 'trim' })],
]
/** What only a longer life has room for. */
const lateDeeds: Weighted[] = [...deeds, [0.5, () => ({ kind: 'restoreServer' })]]
const longLife = 20

function drawDeed(random: Random, choice: readonly Weighted[]): Deed {
  let left = random.next() * choice.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, make] of choice) {
    left -= weight
    if (left < 0) return make(random)
  }
  return { kind: 'screen' }
}

/** A schedule: what happens in one world, from its seed alone: chance, and now and then a story that chance would hardly tell. */
export function generate(seed: number, length: number): Step[] {
  const random = makeRandom(seed)
  const devices = 1 + random.below(3)
  const hurry = random.next()
  const [choice, told] = length < longLife ? [deeds, stories] : [lateDeeds, [...stories, ...longStories]]
  const schedule: Step[] = []
  while (schedule.length < length) {
    const device = random.below(devices)
    const isStory = random.chance(0.04)
    const next = isStory ? random.pick(told)(random) : [{ ...drawDeed(random, choice), ...(random.chance(hurry * 0.7) ? { waitMs: random.below(400) } : {}) }]
    for (const deed of next) schedule.push({ device, tab: random.chance(0.75) ? 0 : 1 + random.below(2), dice: random.below(2 ** 31), ...deed })
  }
  return schedule
}
