import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { WaitingItem } from '#local/outbox.ts'
import type { Push } from '#protocol/messages.ts'
import type { AttentionItem, ProjectedRequest } from '#local/requests.ts'
import { type Device, makeDevice, type TabCode } from './device.ts'
import { type Ledger, newLedger, noteSent } from './ledger.ts'
import { type Exchange, mostCalls } from './network.ts'
import type { Stranger } from './perform-by-hand.ts'
import { makeRandom, type Random } from './platform/random.ts'
import './platform/tab-globals.ts'
import { isOutsideTime, makeVirtualTime, outsideTime, type VirtualTime } from './platform/virtual-time.ts'
import { makeServerLook, type ServerView } from './server-view.ts'
import { type SimServer, startServer } from './server.ts'

/**
 * What one device's screens showed after a step: the list of requests, the threads that were opened, what
 * needs attention and what waits. `saved`: how much had been saved before.
 */
export type Screen = { device: number, saved: number, list: ProjectedRequest[], threads: ProjectedRequest[], attention: AttentionItem[], waiting: WaitingItem[] }

/** One universe: a server, three devices, and all that happens between them. */
export type World = {
  seed: number
  time: VirtualTime
  random: Random
  server: SimServer
  /** How far the server's clock is off. */
  serverClock: { skewMs: number }
  /** Under high load calls get in between each other's transactions. */
  load: { isHigh: boolean }
  devices: Device[]
  ledger: Ledger
  look: () => ServerView
  /** Of the present step. */
  exchanges: Exchange[]
  /** How many were begun in the present step. */
  calls: number
  screens: Screen[]
  /** What went wrong by itself: something threw that must not. */
  troubles: string[]
  /** A round of synchronisation that just ended with nothing in its way but one path. */
  broken?: { device: number, path: string, isWhole: boolean } | undefined
  stranger?: Stranger
  strangerIsGone?: boolean
  lastDiscard?: { device: number, reader: string, mid: string }
  step: number
}

// Only now, as Dexie looks around once when it is loaded: for an IndexedDB, and for a channel between tabs that would bring disorder.
Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange, BroadcastChannel: undefined })

type Realm = { name: string, code: TabCode }
const realms: Realm[] = []
const free: string[] = []

/** Copies of the device's code are loaded once and used again: nothing can unload them. */
async function takeRealm(tabCode: string): Promise<Realm> {
  const name = free.shift()
  const known = realms.find(realm => realm.name === name)
  if (known) return known
  const realm: Realm = { name: String(realms.length + 1), code: await import(`${tabCode}?realm=${realms.length + 1}`) as TabCode }
  realms.push(realm)
  return realm
}

export const startOfWorld = Date.UTC(2026, 10, 22, 9)

/** `tabCode`: the address of the bundled code of a tab. */
export async function makeWorld(seed: number, tabCode: string): Promise<World> {
  const random = makeRandom(seed)
  const time = makeVirtualTime(startOfWorld)
  const serverClock = { skewMs: 0 }
  const load = { isHigh: random.chance(0.4) }
  const server = await startServer({
    now: () => time.now() + serverClock.skewMs, random: makeRandom(seed + 1),
    pause: () => (load.isHigh && !isOutsideTime() && random.chance(0.3) ? new Promise(resolve => { time.setTimeout(resolve, 1 + random.below(150)) }) : undefined),
  })
  const world: World = {
    seed, time, random, server, serverClock, load, devices: [], ledger: newLedger(), look: makeServerLook(server),
    exchanges: [], calls: 0, screens: [], troubles: [], step: 0,
  }
  for (const number of [0, 1, 2]) {
    world.devices.push(makeDevice(number, {
      time, random, server: () => server,
      sent(path, body) {
        if (path === '/api/sync/push') noteSent(world.ledger, body as Push)
        if (world.calls++ === mostCalls) world.troubles.push(`device ${number} calls ${path} without end`)
        return world.calls
      },
      seen: exchange => { world.exchanges.push(exchange) },
      takeRealm: () => outsideTime(() => takeRealm(tabCode)),
      giveRealm: name => { free.push(name) },
    }))
  }
  for (const device of world.devices) Object.assign(device, { hasLocks: random.chance(0.5), slowDisk: random.chance(0.3) })
  return world
}

export async function endWorld(world: World): Promise<void> {
  for (const device of world.devices) device.killAll()
  await world.server.drop()
}
