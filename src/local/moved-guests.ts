import type { Millis } from '#domain/ids.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { OutboxDatabase } from './outbox-database.ts'

/** A reader as whom calls are made: a guest that was moved acts as the member it became. `as` is never stored. */
export type LiveReader = Reader & { as?: Reader }

/** Whose scope and base the effects of this outbox arrive in. */
export const ownerOf = ({ id, as }: LiveReader): string => as?.id ?? id

/** Guests of this device that became this reader; their outboxes are drained before the reader's own. */
export async function findMoved({ device, welcome }: Pick<DeviceStorage, 'device' | 'welcome'>, reader: string): Promise<Reader[]> {
  const moved = await device.readers.filter(guest => guest.movedTo === reader && guest.id !== reader && !guest.isLeaving).toArray()
  for (const guest of moved) welcome(guest.id)
  return moved.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}

/** As `findMoved`, ready to make calls as the reader. */
export const findDrains = async (storage: DeviceStorage, reader: Reader): Promise<LiveReader[]> =>
  (await findMoved(storage, reader.id)).map(guest => ({ ...guest, as: reader }))

export type HeldOutbox = { id: string, outbox: OutboxDatabase }

/** Where what a reader wrote lies, in the order in which it is sent: outboxes of guests that became this reader, then the own. */
export async function outboxesOf(storage: DeviceStorage, reader: string): Promise<HeldOutbox[]> {
  const ids = [...(await findMoved(storage, reader)).map(guest => guest.id), reader]
  return ids.map(id => ({ id, outbox: storage.outboxOf(id) }))
}

/** Guests whose own base is still shown, since the reader's has not been whole since they were moved. */
export const findUntaken = async (storage: DeviceStorage, reader: string): Promise<Reader[]> =>
  (await findMoved(storage, reader)).filter(guest => !guest.isTaken)

/**
 * The reader's scope was whole at a moment after these guests were moved: from here on it alone is shown, and their bases are emptied. Their
 * outboxes stay. Must come in this order, or what was on its way would be missing from the screen for a moment.
 */
export async function takeOver(storage: DeviceStorage, guests: readonly Reader[], now: Millis): Promise<void> {
  for (const guest of guests) {
    await storage.device.readers.update(guest.id, { isTaken: true })
    const outbox = storage.outboxOf(guest.id)
    await outbox.transaction('rw', outbox.commands, outbox.results, async () => {
      const applied = await outbox.commands.where('state').equals('applied').toArray()
      for (const command of applied) {
        const result = (await outbox.results.get(command.mid))?.result
        const isOfGuest = result?.kind === 'applied' && !(`r:${guest.movedTo}` in result.scopes)
        if (isOfGuest) await outbox.commands.update(command.mid, { state: 'arrived', changedAt: now })
      }
    })
    const base = storage.baseOf(guest.id)
    await base.transaction('rw', base.rows, base.feeds, base.pictures, async () => {
      await Promise.all([base.rows.clear(), base.feeds.clear(), base.pictures.clear()])
    })
  }
}

/** Whether a moved guest's outbox holds anything that the member's calls still have to settle. */
export async function hasUnsettled({ device, outboxOf }: DeviceStorage, guest: string): Promise<boolean> {
  const { meta, commands, results, files } = outboxOf(guest)
  if ((await device.readers.get(guest))?.mustJoin) return true
  const row = await meta.get('outbox')
  if (row?.epoch === undefined && row?.epochBefore !== undefined) return true
  if (await commands.where('state').anyOf('queued', 'applied').count() > 0) return true
  if (await files.where('state').equals('kept').count() > 0) return true
  const attention = await commands.where('state').equals('attention').primaryKeys()
  return (await results.bulkGet(attention)).some(result => result?.result.kind === 'parked')
}
