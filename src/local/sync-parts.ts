import type { Language } from '#domain/language.ts'
import type { Millis } from '#domain/ids.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { Transport } from './transport.ts'

/** What every part of the synchronisation works with. `languages`: those whose texts are kept here, the person's own first. */
export type SyncParts = {
  storage: DeviceStorage
  transport: Transport
  now: () => Millis
  languages: () => readonly Language[]
}
