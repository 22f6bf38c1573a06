import type { Actor } from '#domain/request/actor.ts'
import type { OutboxMeta } from '#local/outbox-database.ts'
import type { NewCommand } from '#local/submit.ts'
import { argsFor, pickCommand } from '../server/sync/random-steps.ts'
import type { Device, Tab } from './device.ts'
import { note } from './ledger.ts'
import { makeRandom } from './platform/random.ts'
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
  const shown = device.shown
  const begins = shown.length === 0 || (shown.length < 4 && random.chance(0.2))
  const target = begins ? undefined : random.pick(shown)
  const requestId = target?.request.id ?? tab.code.newRequestId(device.now())
  const reader = target?.reader
  const actor: Actor = { kind: 'member', id: reader ?? '', name: 'A client', confirmed: true, mayDecide: true }
  const name = pickCommand(step, target?.request, actor)
  const args = argsFor(name, step, target?.request, device.now(), world.server.staffId)
  const files = random.chance(0.12) && name !== 'submit' ? [{ bytes: brokenPicture(dice), type: 'image/jpeg' as const }] : []
  const stored = await tab.code.store(tab.storage, { name, requestId, args, ...(files.length > 0 ? { files } : {}) } as NewCommand, device.now())
  const owner = await holderOf(device, tab, stored.sender)
  note(world.ledger, {
    mid: stored.mid, device: device.number, reader: owner, requestId, name: stored.name, args: JSON.stringify(stored.args),
    files: (stored.files ?? []).map(({ id, sha256 }) => ({ id, sha256 })), step: world.step, fate: 'kept',
  })
  if (begins) world.ledger.requests.push({ id: requestId, reader: owner })
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
  const together = world.ledger.saved.filter(saved => saved.mid === command.mid || (command.name === 'submit' && saved.requestId === command.requestId))
  for (const saved of together) if (saved.fate === 'kept') saved.fate = 'discarded'
  world.lastDiscard = { device: device.number, reader, mid: command.mid }
  await tab.code.discardCommand(reader, command.mid, device.now())
}

/** Takes the last discard back, where that is still possible. */
export async function restore(world: World, device: Device, tab: Tab, _step: Step): Promise<void> {
  const last = world.lastDiscard
  if (last?.device !== device.number) return
  const isBack = await tab.code.restoreCommand(last.reader, last.mid, device.now())
  const saved = world.ledger.savedByMid.get(last.mid)
  if (isBack && saved?.fate === 'discarded') saved.fate = 'kept'
}
