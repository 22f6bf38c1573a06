import type { Device, Tab } from './device.ts'
import { readersOf } from './invariants/device-view.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

/** Whose phone it is: the first two are one person's. */
const addresses = ['ada@example.com', 'ada@example.com', 'berta@example.com']

/** Asks for a code, reads it from the server's log, and confirms the address. */
export async function signIn(world: World, device: Device, tab: Tab, _step: Step): Promise<void> {
  const email = addresses[device.number]!
  const asked = await tab.code.askCode(email, 'en', tab.transport)
  if (!asked.ok) return
  const line = world.server.log.findLast(entry => entry.includes(`Code for ${email}`))
  const code = line && /: (\d{6})\s*$/.exec(line)?.[1]
  if (code) await tab.code.confirmCode(email, code, 'en', device.now(), tab.transport)
}

/** Signs out, with the person's word that what is unsent may go. */
export async function signOut(world: World, device: Device, tab: Tab): Promise<void> {
  const leave = (readers: ReadonlySet<string>) => {
    for (const saved of world.ledger.saved) if (saved.device === device.number && readers.has(saved.reader) && saved.fate === 'kept') saved.fate = 'forgotten'
  }
  leave(new Set((await tab.code.visibleReaders()).map(reader => reader.id)))
  world.ledger.mayGoBack.add(device.number)
  await tab.code.signOut(tab.transport)
  // What was written in the moment between the question and the deletion is gone too.
  const left = new Set(readersOf(device).filter(reader => !reader.isLeaving).map(reader => reader.id))
  leave(new Set(world.ledger.saved.map(saved => saved.reader).filter(reader => !left.has(reader))))
}

/** The server forgets every session of a person: they have to sign in again. */
export async function endSession(world: World, { device }: Step): Promise<void> {
  const { server } = world
  if (!server.isUp()) return
  const { db } = server.installation
  const found = await db.selectFrom('address').select(['account_id', 'member_id']).where('email', '=', addresses[device]!).executeTakeFirst()
  if (found) await db.deleteFrom('session').where('account_id', '=', found.account_id).where('member_id', '=', found.member_id).execute()
}
