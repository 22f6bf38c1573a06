import { journalMs } from '#local/trim-journal.ts'
import type { Invariant } from './invariant.ts'
import { viewAll } from './device-view.ts'

/** 1. A command shown as saved is on disk or has a result that its owner has seen. */
export const savedIsKept: Invariant = {
  name: '1 what is shown as saved is on disk or has a result',
  begin: world => () => {
    for (const device of world.devices) {
      const onDisk = new Map(viewAll(device).flatMap(view => view.commands.map(command => [command.mid, command] as const)))
      for (const saved of world.ledger.saved) {
        if (saved.device !== device.number || saved.fate !== 'kept') continue
        const stored = onDisk.get(saved.mid)
        if (!stored && !world.ledger.settled.has(saved.mid)) return `${saved.name} ${saved.mid} was saved in step ${saved.step} on device ${device.number} and is nowhere`
        if (stored && JSON.stringify(stored.args) !== saved.args) return `${saved.name} ${saved.mid} is no longer what was written`
        if (!stored && !isOld(device.skewMs)) return `${saved.name} ${saved.mid} left the journal of device ${device.number} too early`
      }
    }
    return undefined
  },
}

/** The clock was never so far off that the journal may have been trimmed. */
const isOld = (skewMs: number) => Math.abs(skewMs) > journalMs
