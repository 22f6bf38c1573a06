import type { Dexie, Table } from 'dexie'
import type { Millis } from '#domain/ids.ts'
import type { Language } from '#domain/language.ts'
import type { Restored } from '#protocol/messages.ts'
import { openDatabase, type Where } from './open-database.ts'

/**
 * A person on this device. A guest was minted here and proves itself with its `secret` (32 random bytes in hex); a member signed in.
 * A guest whose new address was confirmed becomes a member and keeps its secret.
 * `beside`: the member at whose sign-in this guest was on the device and could not be moved yet; only that member sees it.
 */
export type Reader = {
  id: string
  account: string
  kind: 'guest' | 'member'
  secret?: string
  name?: string
  email?: string
  createdAt: Millis
  beside?: string
  /** The member whom this guest became: the outbox is drained as theirs. `isTaken`: the member's base holds all of it; `mustJoin`: the server may have forgotten the move. */
  movedTo?: string
  isTaken?: boolean
  mustJoin?: boolean
  /** The session ended elsewhere: nothing of this reader is shown or sent until they sign in again. */
  isSessionOver?: boolean
  /** `mid`s of what waited while they were signed out, until they have looked it over. */
  handedBack?: string[]
  /** The server was restored from a backup. `tellsRestore`: of which moment is not known yet; `restored`: to be told to the person. */
  tellsRestore?: boolean
  restored?: Restored
  /** Signed out; its databases are being deleted. */
  isLeaving?: boolean
}

/** `languages`: whose texts are kept here, for the worker, which cannot see what a page was told. `stayAwayUntil`: no round before, as the server has asked. */
export type Setting = { key: 'current', value: string } | { key: 'lastSyncedAt', value: Millis } | { key: 'languages', value: readonly Language[] } | { key: 'stayAwayUntil', value: Millis }

/** What is being written and not sent. `id` is the id that its request will have; `form` belongs to the screen that writes it. */
export type Draft = { id: string, reader: string, form: unknown, createdAt: Millis, updatedAt: Millis }
export type DraftPhoto = { id: string, draft: string, type: string, bytes: ArrayBuffer, addedAt: Millis }

export type DeviceDatabase = Dexie & {
  readers: Table<Reader, string>
  settings: Table<Setting, string>
  drafts: Table<Draft, string>
  draftPhotos: Table<DraftPhoto, string>
}

/** Who is on this device, and their drafts. Versions are additive only: secrets and drafts exist nowhere else. */
export function openDeviceDatabase(where: Where): DeviceDatabase {
  const database = openDatabase('servus-device', 'strict', where)
  database.version(1).stores({ readers: 'id', settings: 'key', drafts: 'id, reader, updatedAt', draftPhotos: 'id, draft' })
  return database as DeviceDatabase
}
