import type { Restored } from '#protocol/messages.ts'
import type { DeviceStorage } from './device-storage.ts'
import { findVisible } from './readers.ts'
import { useStorage } from './storage.ts'

/** Keeps for the person what a restore has cost, where this device has met one. */
export async function noteRestored({ device }: DeviceStorage, reader: string, restored: Restored): Promise<void> {
  await device.readers.where('id').equals(reader).modify(row => {
    if (!row.tellsRestore) return
    delete row.tellsRestore
    row.restored = restored
  })
}

/** What the business wrote between these moments is gone; until the person has read it. */
export async function restoredNotices(): Promise<(Restored & { reader: string })[]> {
  const visible = await findVisible(await useStorage())
  return visible.flatMap(({ id: reader, restored }) => (restored ? [{ reader, ...restored }] : []))
}

/** They have read it. */
export async function dismissRestored(reader: string): Promise<void> {
  await (await useStorage()).device.readers.where('id').equals(reader).modify(row => { delete row.restored })
}
