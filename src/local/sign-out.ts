import type { DeviceStorage } from './device-storage.ts'
import { forgetFirstPaint } from './first-paint.ts'
import { findCurrent } from './readers.ts'
import { useStorage } from './storage.ts'

/**
 * Deletes everything of a reader from this device: requests, outbox, photos, drafts, secret. Unsent work is gone with it: ask first
 * (`countUnsent`).
 */
export async function forgetReader(readerId: string): Promise<void> {
  await forget(await useStorage(), readerId)
  await forgetFirstPaint()
}

/** Deletes everything of the person who is here now, the guests that became them or stand beside them included, and drafts that were nobody's yet. */
export async function forgetPerson(): Promise<void> {
  const storage = await useStorage()
  const current = await findCurrent(storage)
  const readers = await storage.device.readers.filter(reader => reader.id === current?.id || (current !== undefined && (reader.beside === current.id || reader.movedTo === current.id))).toArray()
  for (const reader of readers) await forget(storage, reader.id)
  await forgetDrafts(storage, '')
  await forgetFirstPaint()
}

/** As `forgetReader`, on given databases. */
export async function forget(storage: DeviceStorage, readerId: string) {
  const { device } = storage
  // Out of everybody's sight first, out of the registry last: what a crash leaves behind is found and deleted at the next start.
  await device.readers.update(readerId, { isLeaving: true })
  await storage.deleteReader(readerId)
  await forgetDrafts(storage, readerId)
  await device.transaction('rw', device.readers, device.settings, async () => {
    await device.readers.delete(readerId)
    const current = await device.settings.get('current')
    if (current?.value === readerId) await device.settings.delete('current')
  })
}

/** Ends what a crash has left of sign-outs. */
export async function finishForgetting(storage: DeviceStorage): Promise<void> {
  for (const { id } of await storage.device.readers.filter(reader => reader.isLeaving === true).toArray()) await forget(storage, id)
}

async function forgetDrafts({ device }: DeviceStorage, readerId: string) {
  await device.transaction('rw', device.drafts, device.draftPhotos, async () => {
    const ids = await device.drafts.where('reader').equals(readerId).primaryKeys()
    await device.draftPhotos.where('draft').anyOf(ids).delete()
    await device.drafts.bulkDelete(ids)
  })
}
