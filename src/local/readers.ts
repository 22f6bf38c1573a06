import type { Millis } from '#domain/ids.ts'
import type { Confirmed } from '#protocol/session.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import { mintId, mintSecret } from './mint.ts'
import { findDrains, type LiveReader } from './moved-guests.ts'

/** Who writes on this device now, if anybody has yet. */
export async function findCurrent({ device, welcome }: DeviceStorage): Promise<Reader | undefined> {
  const setting = await device.settings.get('current')
  const reader = setting?.key === 'current' ? await device.readers.get(setting.value) : undefined
  if (!reader || reader.isSessionOver || reader.isLeaving) return undefined
  welcome(reader.id)
  return reader
}

async function findGuests({ device, welcome }: DeviceStorage, except: Reader | undefined): Promise<Reader[]> {
  const guests = await device.readers.filter(reader => reader.kind === 'guest' && reader.id !== except?.id && !reader.isLeaving).toArray()
  for (const guest of guests) welcome(guest.id)
  return guests
}

/**
 * Whose requests the app shows: the current reader's first, with all of the guests that became them, then those of guests that could not be
 * moved yet. Nothing of a person whose session ended, nothing of anybody else.
 */
export async function findVisible(storage: DeviceStorage): Promise<Reader[]> {
  const current = await findCurrent(storage)
  if (!current) return []
  return [current, ...(await findGuests(storage, current)).filter(guest => guest.beside === current.id && guest.movedTo === undefined)]
}

/**
 * Who is to be synchronised: guests that became the current reader, that reader, and every other guest under its own secret. A guest that became
 * somebody who is not here waits for them.
 */
export async function findLive(storage: DeviceStorage): Promise<LiveReader[]> {
  const current = await findCurrent(storage)
  const guests = (await findGuests(storage, current)).filter(guest => guest.movedTo === undefined)
  return current ? [...await findDrains(storage, current), current, ...guests] : guests
}

/** The current reader; mints a guest where there is none. Two tabs at once get the same one. */
export async function ensureCurrent(storage: DeviceStorage, now: Millis): Promise<Reader> {
  const { device } = storage
  const guest: Reader = { id: mintId(now), account: mintId(now), kind: 'guest', secret: mintSecret(), createdAt: now }
  return device.transaction('rw', device.readers, device.settings, async () => {
    const current = await findCurrent(storage)
    if (current) return current
    await device.readers.add(guest)
    await device.settings.put({ key: 'current', value: guest.id })
    return guest
  })
}

/**
 * Takes in a member whose address was confirmed, and makes them current. `same`: the guest here became that member; `moved`: `guest` was moved into
 * the member's account. Other guests that nobody has taken yet stand beside the member until they are moved as well.
 */
export async function takeMember({ device }: DeviceStorage, answer: Confirmed, now: Millis, guest?: string): Promise<Reader> {
  return device.transaction('rw', device.readers, device.settings, device.drafts, async () => {
    const known = await device.readers.get(answer.member)
    const { isSessionOver: _over, isLeaving: _leaving, beside: _beside, movedTo: _movedTo, ...kept } = known ?? { createdAt: now }
    const member: Reader = { ...kept, id: answer.member, account: answer.account, kind: 'member', name: answer.name, email: answer.email }
    await device.readers.put(member)
    if (answer.kind === 'moved' && guest !== undefined && guest !== member.id) await device.readers.update(guest, { movedTo: member.id })
    await device.readers.filter(reader => reader.kind === 'guest' && reader.beside === undefined && reader.movedTo === undefined).modify({ beside: member.id })
    // What was begun goes along, wherever its guest went.
    const guests = await device.readers.filter(reader => reader.beside === member.id || reader.movedTo === member.id).primaryKeys()
    await device.drafts.where('reader').anyOf(guests).modify({ reader: member.id })
    await device.settings.put({ key: 'current', value: member.id })
    return member
  })
}

/** The server has moved this guest: from now on its outbox is the member's to drain. */
export async function markMoved({ device }: DeviceStorage, guest: string, member: string): Promise<void> {
  await device.transaction('rw', device.readers, device.drafts, async () => {
    await device.readers.where('id').equals(guest).modify(row => {
      row.movedTo = member
      delete row.mustJoin
    })
    if (await device.readers.get(member)) await device.drafts.where('reader').equals(guest).modify({ reader: member })
  })
}

/** The server no longer knows this member's session: their data stays on the disk, unseen, until they sign in again. */
export async function closeSession({ device }: DeviceStorage, readerId: string): Promise<void> {
  await device.readers.where('id').equals(readerId).modify({ isSessionOver: true })
}
