import type { DeviceStorage } from './device-storage.ts'
import type { Where } from './open-database.ts'

let opened: DeviceStorage | undefined
let opening: Promise<DeviceStorage> | undefined

/**
 * Opens the device's databases and loads Dexie for it, once. The first screen must not wait for this. `where`: another place than
 * the browser's own, for the first call alone.
 */
export function openStorage(where?: Where): Promise<DeviceStorage> {
  opening ??= import('./device-storage.ts').then(({ createStorage }) => (opened = createStorage(where)))
    .catch((failure: unknown) => {
      opening = undefined
      throw failure
    })
  return opening
}

/**
 * The device's databases; at hand without waiting once they are open, since a live query may wait for nothing but its own reads.
 */
export const useStorage = (): DeviceStorage | Promise<DeviceStorage> => opened ?? openStorage()

/** Closes every database of this context; the next use opens them anew. */
export async function closeStorage(): Promise<void> {
  const closing = await opening
  opened = opening = undefined
  closing?.close()
}
