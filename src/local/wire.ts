import { voidName, withdrawParkedName, type WireCommand } from '#protocol/command.ts'
import type { OutboxDatabase, StoredCommand } from './outbox-database.ts'

/** A stored command as it crosses the wire; `undefined` keys do not. A discarded one goes as `void` under its own `seq` and `mid`. */
export async function toWire(outbox: OutboxDatabase, command: StoredCommand): Promise<WireCommand> {
  const { seq, mid, requestId, at, firstAt } = command
  if (command.isVoided) return { seq, mid, requestId, name: voidName, v: 1, at, args: {} }
  if (command.withdraws !== undefined) return { seq, mid, name: withdrawParkedName, v: 1, at, args: { mid: command.withdraws } }
  const dependsOn = await seqsOf(outbox, command)
  return {
    seq, mid, requestId, name: command.name, v: 1, at, args: command.args,
    ...(command.files?.length ? { files: command.files.map(({ id, sha256, size, type }) => ({ id, sha256, size, type: type as 'image/jpeg' })) } : {}),
    ...(dependsOn.length ? { dependsOn } : {}),
    ...(firstAt === undefined ? {} : { firstAt }),
  }
}

/** Only commands of the same sender have a `seq` that means something to the server. */
async function seqsOf(outbox: OutboxDatabase, { dependsOn = [], sender }: StoredCommand): Promise<number[]> {
  const found = await outbox.commands.bulkGet(dependsOn)
  return found.flatMap(command => (command?.sender === sender ? [command.seq] : []))
}
