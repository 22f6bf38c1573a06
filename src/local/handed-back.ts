import type { DeviceStorage } from './device-storage.ts'
import type { WaitingItem } from './outbox.ts'
import { findVisible } from './readers.ts'
import { useStorage } from './storage.ts'

/** What a person had not sent when their session ended, to be noted before they are let in again. */
export async function findUnsentOf({ device, outboxOf, welcome }: DeviceStorage, reader: string): Promise<string[]> {
  if (!(await device.readers.get(reader))?.isSessionOver) return []
  welcome(reader)
  return (await outboxOf(reader).commands.where('state').equals('queued').filter(command => !command.isVoided && command.withdraws === undefined).primaryKeys())
}

/** What waited while its writer was signed out, and goes out now that they are back: for them to look over. Wherever it stands by now. */
export async function handedBack(): Promise<WaitingItem[]> {
  const storage = await useStorage()
  const items: WaitingItem[] = []
  for (const { id: reader, handedBack: mids = [] } of await findVisible(storage)) {
    const commands = await storage.outboxOf(reader).commands.bulkGet(mids)
    items.push(...commands.flatMap(command => (command ? [{ reader, command }] : [])))
  }
  return items
}

/** They have looked it over. */
export async function dismissHandedBack(reader: string): Promise<void> {
  await (await useStorage()).device.readers.where('id').equals(reader).modify(row => { delete row.handedBack })
}
