import type { Millis } from '#domain/ids.ts'
import type { DeviceStorage } from './device-storage.ts'
import { forget } from './sign-out.ts'

/** How long what is done is kept, to be offered again to a server that was restored from a backup. */
export const journalMs = 30 * 24 * 60 * 60 * 1000

/** Deletes what has long arrived or was let go, files included; nothing that somebody still waits for. */
export async function trimJournal(storage: DeviceStorage, now: Millis): Promise<void> {
  const { device, outboxOf } = storage
  for (const { id, movedTo, isTaken } of await device.readers.toArray()) {
    const outbox = outboxOf(id)
    await outbox.transaction('rw', outbox.commands, outbox.results, outbox.files, outbox.parts, async () => {
      const waiting = new Set((await outbox.files.where('state').equals('kept').toArray()).map(file => file.mid))
      const old = await outbox.commands.where('state').anyOf('arrived', 'discarded')
        .filter(command => command.changedAt < now - journalMs && !waiting.has(command.mid)).primaryKeys()
      const files = await outbox.files.where('mid').anyOf(old).primaryKeys()
      for (const file of files) await outbox.parts.where('[file+index]').between([file, 0], [file, Infinity]).delete()
      await outbox.files.bulkDelete(files)
      await outbox.results.bulkDelete(old)
      await outbox.commands.bulkDelete(old)
    })
    if (isTaken && movedTo !== undefined) await letGo(storage, id, movedTo)
  }
}

/** The last that is left of a guest who became a member, once nothing of what they wrote is kept any more. */
async function letGo(storage: DeviceStorage, guest: string, member: string): Promise<void> {
  const { commands, files, seen } = storage.outboxOf(guest)
  if (await commands.count() + await files.count() > 0) return
  const own = storage.outboxOf(member).seen
  for (const mark of await seen.toArray()) {
    const known = await own.get(mark.requestId)
    if (!known || known.upTo < mark.upTo) await own.put(mark)
  }
  await forget(storage, guest)
}
