import type { Actor } from '#domain/request/actor.ts'
import type { OutboxMeta, StoredCommand } from '#local/outbox-database.ts'
import type { NewCommand } from '#local/submit.ts'
import { argsFor, pickCommand } from '../server/sync/random-steps.ts'
import type { Device, Tab } from './device.ts'
import { readersOf } from './invariants/device-view.ts'
import { note, noteDiscarded, noteHeldBack } from './ledger.ts'
import { makeRandom } from './platform/random.ts'
import { poison } from './shop-template.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

const uuidFrom = (bytes: Uint8Array) => {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The dice of `random-steps.ts`, thrown from ours. */
export const diceOf = (dice: number) => {
  const random = makeRandom(dice)
  return {
    side: 'client' as const, target: 0, isWild: random.chance(0.12), isRepeated: false, isStale: random.chance(0.1),
    dice: random.below(1_000_003), ids: [uuidFrom(random.bytes(16)), uuidFrom(random.bytes(16))] as [string, string],
  }
}

/** Bytes that start like a picture and are none: the server refuses them for good once their hash is right. */
const brokenPicture = (dice: number) => {
  const random = makeRandom(dice)
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...random.bytes(60)]).buffer
}

/** Writes something on a request of this device, or begins one. What was said to be saved goes into the ledger. */
export async function write(world: World, device: Device, tab: Tab, { dice }: Step): Promise<void> {
  const random = makeRandom(dice)
  const step = diceOf(dice)
  // A screen that was read before somebody signed out is gone with them.
  const here = new Set(readersOf(device).filter(one => !one.isLeaving).map(one => one.id))
  const shown = device.shown.filter(one => here.has(one.reader))
  const begins = shown.length === 0 || (shown.length < 4 && random.chance(0.2))
  const target = begins ? undefined : random.pick(shown)
  const requestId = target?.request.id ?? tab.code.newRequestId(device.now())
  const reader = target?.reader
  const actor: Actor = { kind: 'member', id: reader ?? '', name: 'A client', confirmed: true, mayDecide: true }
  const name = pickCommand(step, target?.request, actor)
  const isPoisoned = random.chance(0.03)
  const args = words(argsFor(name, step, target?.request, device.now(), world.server.staffId), isPoisoned ? poison : 'Words')
  const files = random.chance(0.12) && name !== 'submit' ? [{ bytes: brokenPicture(dice), type: 'image/jpeg' as const }] : []
  const stored = await tab.code.store(tab.storage, { name, requestId, args, ...(files.length > 0 ? { files } : {}) } as NewCommand, device.now())
  const owner = await holderOf(device, tab, stored.sender)
  noteStored(world, device, owner, stored)
  if (begins) world.ledger.requests.push({ id: requestId, reader: owner })
}

const words = (args: Record<string, unknown>, word: string) => JSON.parse(JSON.stringify(args).replaceAll('Words', word)) as Record<string, unknown>

function noteStored(world: World, device: Device, reader: string, { mid, requestId, name, args, files = [], dependsOn = [] }: StoredCommand) {
  note(world.ledger, {
    mid, device: device.number, reader, requestId, name, args: JSON.stringify(args), files: files.map(({ id, sha256 }) => ({ id, sha256 })), dependsOn,
    step: world.step, fate: 'kept',
  })
}

/** Whose outbox the command lies in. */
const holderOf = async (device: Device, tab: Tab, sender: string) =>
  device.disk.databases().find(name => name.startsWith('servus-outbox-') && device.disk.rowsOf<OutboxMeta>(name, 'meta').some(meta => meta.sender === sender))
    ?.slice('servus-outbox-'.length) ?? (await tab.code.currentReader())?.id ?? ''

/** Lets go of something that waits or was refused. */
export async function discard(world: World, device: Device, tab: Tab, { dice }: Step): Promise<void> {
  const { waiting, attention } = await tab.code.readOutbox()
  const all = [...waiting, ...attention]
  if (all.length === 0) return
  const { reader, command } = makeRandom(dice).pick(all)
  noteDiscarded(world.ledger, command.mid)
  world.lastDiscard = { device: device.number, reader, mid: command.mid }
  await tab.code.discardCommand(reader, command.mid, device.now())
  if (device.exchanging === 0) noteHeldBack(world.ledger, command.mid)
}

/** Writes something anew that waits or was refused; what depends on it goes anew with it. */
export async function change(world: World, device: Device, tab: Tab, { dice }: Step): Promise<void> {
  const { waiting, attention } = await tab.code.readOutbox()
  const all = [...waiting, ...attention]
  if (all.length === 0) return
  const { reader, command } = makeRandom(dice).pick(all)
  const args = JSON.parse(JSON.stringify(command.args).replaceAll(/(?:Words|poison)( \d+)/g, `Words$1${dice % 1_000}`)) as typeof command.args
  noteDiscarded(world.ledger, command.mid)
  const again = await tab.code.sendAgain(reader, command.mid, args, device.now())
  if (!again) return
  if (device.exchanging === 0) noteHeldBack(world.ledger, command.mid)
  const stored = device.disk.rowsOf<StoredCommand>(`servus-outbox-${reader}`, 'commands')
  for (const renewed of stored.filter(({ mid, withdraws }) => withdraws === undefined && stored.some(old => old.replacedBy === mid))) noteStored(world, device, reader, renewed)
}

/** Takes the last discard back, where that is still possible. */
export async function restore(world: World, device: Device, tab: Tab, _step: Step): Promise<void> {
  const last = world.lastDiscard
  if (last?.device !== device.number) return
  world.ledger.heldBack.delete(last.mid)
  const isBack = await tab.code.restoreCommand(last.reader, last.mid, device.now())
  const saved = world.ledger.savedByMid.get(last.mid)
  if (isBack && saved?.fate === 'discarded') saved.fate = 'kept'
}
