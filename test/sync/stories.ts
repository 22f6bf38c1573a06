import type { Random } from './platform/random.ts'
import type { Deed, Step } from './step.ts'

type Told = Deed & Partial<Pick<Step, 'device' | 'tab' | 'waitMs'>>
type Story = (random: Random) => Told[]

const days = 24 * 60 * 60 * 1000
const write: Told = { kind: 'write' }
const sync: Told = { kind: 'sync', faults: [] }

/** A request ends, years go by, phones are told to let go of it, and that word itself is forgotten while a phone was away. */
const longAbsence: Story = () => [
  write, sync, { kind: 'desk', name: 'decline' }, sync, { kind: 'serverClock', ms: 800 * days }, { kind: 'jobs' },
  { kind: 'serverClock', ms: 92 * days }, { kind: 'jobs' }, { kind: 'desk' }, sync,
]

/** One tab is in the middle of many small pages, when another one sends. */
const newsWhileSending: Story = random => [
  { kind: 'line', isDown: false, broken: [], pageRows: 1 }, write, sync, { kind: 'desk' }, { kind: 'desk' }, { kind: 'desk' },
  { kind: 'sync', faults: [], tab: 0, waitMs: 60 + random.below(200) }, { kind: 'write', tab: 1, waitMs: 20 }, { kind: 'sync', faults: [], tab: 1, waitMs: 60 + random.below(200) },
  { kind: 'screen', tab: 0 }, { kind: 'screen', tab: 1 },
]

/** An old page comes after a newer one. */
const latePage: Story = random => [
  write, sync, { kind: 'desk' }, { kind: 'sync', faults: ['slow', 'slow', 'slow'], tab: 0, waitMs: 100 + random.below(100) }, { kind: 'desk' },
  { kind: 'sync', faults: [], tab: 1 }, { kind: 'desk' }, { kind: 'sync', faults: [], tab: 2 },
]

/** All tabs send and fetch in the same moment. */
const allAtOnce: Story = random => [
  write, sync, ...Array.from({ length: 4 }, (): Told[] => [{ kind: 'write', tab: 0, waitMs: 30 }, { kind: 'sync', faults: [], tab: random.below(3), waitMs: random.below(60) }]).flat(),
]

/** A phone is put back to an earlier day, and goes on from there. */
const putBack: Story = () => [write, sync, write, { kind: 'takeImage' }, write, sync, { kind: 'putBackImage' }, write, write, sync]

/** Two phones with the same outbox. */
const twins: Story = random => [write, sync, write, { kind: 'cloneProfile', to: random.below(3) }, write, sync]

/** Somebody changes their mind before anything was sent. */
const secondThoughts: Story = () => [write, write, write, { kind: 'discard' }, { kind: 'restore' }, { kind: 'change' }, { kind: 'discard' }, sync]

/** The server is put back to an earlier day: what phones had sent since comes again. */
const serverPutBack: Story = random => [
  write, sync, { kind: 'backUp' }, write, sync, ...(random.chance(0.5) ? [{ kind: 'desk' } as const, sync, write] : []), { kind: 'restoreServer' }, write, sync, sync,
]

/** Two phones of one person: the second one's guest has written already when it turns out to be them. */
const household: Story = random => [
  { ...write, device: 0 }, { ...sync, device: 0 }, { kind: 'signIn', device: 0 }, { ...write, device: 1 }, ...(random.chance(0.5) ? [{ ...sync, device: 1 }] : []),
  { ...write, device: 1 }, { kind: 'signIn', device: 1 }, { ...write, device: 1 }, { ...sync, device: 1 }, { ...sync, device: 0 },
]

/** The battery is empty. */
const powerCut: Story = () => [write, write, { kind: 'losePower' }, sync, write, { kind: 'losePower' }]

export const stories: readonly Story[] = [longAbsence, newsWhileSending, latePage, allAtOnce, putBack, twins, secondThoughts, powerCut]
/** For lives that are long enough. */
export const longStories: readonly Story[] = [serverPutBack, household]
