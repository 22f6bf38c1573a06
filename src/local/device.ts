import type { Millis } from '#domain/ids.ts'
import type { Confirmed } from '#protocol/session.ts'
import type { Reader } from './device-database.ts'
import { findUnsentOf } from './handed-back.ts'
import { ensureCurrent, findCurrent, findVisible, takeMember } from './readers.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

export type { Reader } from './device-database.ts'

/** Who writes on this device now: a guest or a member. Undefined until somebody writes or signs in. */
export const currentReader = async (): Promise<Reader | undefined> => findCurrent(await useStorage())

/** Whose requests are shown: the current reader's, and those of guests from before the sign-in. */
export const visibleReaders = async (): Promise<Reader[]> => findVisible(await useStorage())

/** Whether anything is kept here for anybody, whether or not it is shown. */
export const isAnybodyKept = async (): Promise<boolean> => await (await useStorage()).device.readers.count() > 0

/** A person whose session ended and who has to sign in again to see and send what is kept here for them. */
export async function readersToSignIn(): Promise<Reader[]> {
  const { device } = await useStorage()
  return device.readers.filter(reader => reader.isSessionOver === true).toArray()
}

/** The current reader; where there is none a guest is minted on this device, without the server. */
export const ensureReader = async (now: Millis): Promise<Reader> => ensureCurrent(await useStorage(), now)

/** Takes in the member whose address the server has confirmed, makes them current and fetches their requests. `guest`: who was moved into their account. */
export async function addMember(answer: Confirmed, now: Millis, guest?: string): Promise<Reader> {
  const storage = await useStorage()
  const unsent = await findUnsentOf(storage, answer.member)
  const member = await takeMember(storage, answer, now, guest)
  if (unsent.length > 0) await storage.device.readers.update(member.id, { handedBack: unsent })
  wake('asked')
  return member
}
