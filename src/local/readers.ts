import type { Millis } from '#domain/ids.ts'
import type { ConfirmAnswer } from '#protocol/session.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import { mintId, mintSecret } from './mint.ts'

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
 * Whose requests the app shows: the current reader's first, then those of guests that became neighbours of this member when they
 * signed in. Nothing of a person whose session ended, nothing of anybody else.
 */
export async function findVisible(storage: DeviceStorage): Promise<Reader[]> {
  const current = await findCurrent(storage)
  if (!current) return []
  return [current, ...(await findGuests(storage, current)).filter(guest => guest.beside === current.id)]
}

/** Who is to be synchronised: the current reader, and every guest, who goes on under its own secret. */
export async function findLive(storage: DeviceStorage): Promise<Reader[]> {
  const current = await findCurrent(storage)
  return [...(current ? [current] : []), ...await findGuests(storage, current)]
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
 * Takes in a member whose address was confirmed, and makes them current. `same`: the guest here became that member. Otherwise the guests
 * that nobody has taken yet stay beside the member, under their own secret.
 */
export async function takeMember({ device }: DeviceStorage, answer: ConfirmAnswer, now: Millis): Promise<Reader> {
  return device.transaction('rw', device.readers, device.settings, async () => {
    const known = await device.readers.get(answer.member)
    const { isSessionOver: _over, isLeaving: _leaving, beside: _beside, ...kept } = known ?? { createdAt: now }
    const member: Reader = { ...kept, id: answer.member, account: answer.account, kind: 'member', name: answer.name, email: answer.email }
    await device.readers.put(member)
    await device.readers.filter(reader => reader.kind === 'guest' && reader.beside === undefined).modify({ beside: member.id })
    await device.settings.put({ key: 'current', value: member.id })
    return member
  })
}

/** The server no longer knows this member's session: their data stays on the disk, unseen, until they sign in again. */
export async function closeSession({ device }: DeviceStorage, readerId: string): Promise<void> {
  await device.readers.where('id').equals(readerId).modify({ isSessionOver: true })
}
