import type { Millis } from '#domain/ids.ts'
import type { ProjectedRequest } from '#local/requests.ts'
import { cutOff, factoryFor, type Process, type RawTransaction } from './platform/fake-database.ts'
import { type Disk, type Image, makeDisk } from './platform/disk.ts'
import { makeProfileLocks, type ProfileLocks } from './platform/profile-locks.ts'
import type { Random } from './platform/random.ts'
import { digestAtOnce, settleInRealm } from './platform/tab-globals.ts'
import type { VirtualTime } from './platform/virtual-time.ts'
import { fetchOver, type Exchange, type Line, newLine } from './network.ts'
import type { SimServer } from './server.ts'

export type TabCode = typeof import('./tab-code.ts')
type Storage = Awaited<ReturnType<TabCode['openStorage']>>
type Transport = ReturnType<TabCode['createTransport']>

/** A page or the worker of a profile: a copy of the device's code with module state of its own. */
export type Tab = {
  process: Process
  /** Settles when it dies. */
  death: Promise<void>
  code: TabCode
  storage: Storage
  transport: Transport
  parts: { storage: Storage, transport: Transport, now: () => Millis, languages: () => readonly ['en'] }
  /** Dies before or after the commit of its n-th writing transaction from now. */
  dieAt: (commits: number, when: 'before' | 'after') => void
}

/** One profile of a browser: its disk, its line, its clock, and what runs on it. */
export type Device = {
  number: number
  disk: Disk
  line: Line
  /** How far its clock is off. */
  skewMs: number
  hasLocks: boolean
  /** Added to word of commits, to shuffle what several tabs do. */
  slowDisk: boolean
  tabs: (Tab | undefined)[]
  /** How many rounds of synchronisation are under way. */
  exchanging: number
  /** A backup of the whole device, and at which step it was made. */
  image?: { image: Image, step: number } | undefined
  now: () => Millis
  /** What was on its screen when somebody last looked. */
  shown: ProjectedRequest[]
  /** In which tab somebody last looked, and how much the disk had taken by then. */
  looked?: { tab: Tab, commits: number }
  openTab: (index: number) => Promise<Tab>
  killTab: (index: number) => void
  killAll: () => void
}

export type Surroundings = {
  time: VirtualTime, random: Random, server: () => SimServer
  seen: (exchange: Exchange) => void
  /** Answers how many calls there were in this step. */
  sent: (path: string, body: unknown) => number
  /** A copy of the device's code that nobody uses now. */
  takeRealm: () => Promise<{ name: string, code: TabCode }>
  giveRealm: (name: string) => void
}

export function makeDevice(number: number, around: Surroundings, disk: Disk = makeDisk()): Device {
  const { time, random } = around
  const locks: ProfileLocks = makeProfileLocks()
  const buriers = new Map<Tab, () => void>()
  const device: Device = {
    number, disk, line: newLine(), skewMs: 0, hasLocks: true, slowDisk: false, tabs: [], exchanging: 0, shown: [],
    now: () => time.now() + device.skewMs,
    openTab, killTab,
    killAll: () => device.tabs.forEach((_tab, index) => killTab(index)),
  }

  function makeProcess(die: () => void): Process & { plan: { commits: number, when: 'before' | 'after' } | undefined } {
    const isLast = (when: 'before' | 'after') => process.plan?.when === when && --process.plan.commits <= 0
    const process: Process & { plan: { commits: number, when: 'before' | 'after' } | undefined } = {
      isDead: false, plan: undefined,
      beforeCommit(_transaction: RawTransaction) {
        if (!isLast('before')) return false
        die()
        return true
      },
      afterCommit(transaction) {
        disk.committed(transaction)
        if (transaction.mode !== 'readwrite' || !isLast('after')) return false
        die()
        return true
      },
      commitDelayMs: () => (device.slowDisk && random.chance(0.3) ? 1 + random.below(150) : 0),
      later: (task, ms) => { time.setTimeout(task, ms) },
    }
    return process
  }

  async function openTab(index: number): Promise<Tab> {
    killTab(index)
    const process = makeProcess(() => killTab(index))
    let bury = () => {}
    const death = new Promise<void>(resolve => { bury = resolve })
    const realm = await around.takeRealm()
    settleInRealm(realm.name, {
      navigator: device.hasLocks ? { locks: locks.managerFor(process) } : {},
      crypto: {
        getRandomValues: part => { part.set(random.bytes(part.length)); return part },
        randomUUID: () => { throw new Error('Ids of a device are minted by mint.ts') },
        subtle: { digest: digestAtOnce },
      },
      setTimeout: (task, ms) => time.setTimeout(() => { if (!process.isDead) task() }, ms),
      clearTimeout: time.clearTimeout,
      Date: { now: device.now } as DateConstructor,
      performance: { now: time.now },
    })
    await realm.code.closeStorage()
    const storage = await realm.code.openStorage({ indexedDB: factoryFor(disk.factory, process), IDBKeyRange })
    const send = fetchOver({ ...around, line: device.line, device: number })
    const fetchWhileAlive = (async (input: RequestInfo | URL, init?: RequestInit) => {
      const answer = await send(input, init)
      return process.isDead ? new Promise<never>(() => {}) : answer
    }) as typeof fetch
    const transport = realm.code.createTransport({ fetch: fetchWhileAlive, now: device.now })
    const tab: Tab = {
      process, death, code: realm.code, storage, transport,
      parts: { storage, transport, now: device.now, languages: () => ['en'] },
      dieAt: (commits, when) => { process.plan = { commits, when } },
    }
    buriers.set(tab, () => {
      bury()
      around.giveRealm(realm.name)
    })
    device.tabs[index] = tab
    return tab
  }

  function killTab(index: number) {
    const tab = device.tabs[index]
    if (!tab) return
    tab.process.isDead = true
    device.tabs[index] = undefined
    cutOff(disk.factory, tab.process)
    locks.release(tab.process)
    buriers.get(tab)?.()
  }

  return device
}
