import type { CommandName } from '#domain/request/command.ts'
import type { Push } from '#protocol/messages.ts'

/** What a person was told is saved, as somebody who stood beside them would have noted it. */
export type Saved = {
  mid: string, device: number, reader: string, requestId: string, name: CommandName
  /** JSON of what was written. */
  args: string
  files: readonly { id: string, sha256: string }[]
  dependsOn: readonly string[]
  /** Of which step. */
  step: number
  /**
   * `kept`: has to be somewhere. `discarded`: its writer let go of it. `forgotten`: deleted with their consent at a sign-out, or lost with a
   * device that was put back to an earlier image, which nobody can prevent.
   */
  fate: 'kept' | 'discarded' | 'forgotten'
}

/** The independent record of one world. Nothing of the product writes it. */
export type Ledger = {
  saved: Saved[]
  /** Every request id that somebody began, with the reader who did. */
  requests: { id: string, reader: string }[]
  /** Words that must never reach a client. */
  secrets: string[]
  /** Epochs in which a declared reset or a new epoch lets a device's cursors go back, by device. */
  mayGoBack: Set<number>
  /** Devices that lost what was only a cache: what had arrived may be missing until the next pull. */
  lostCaches: Set<number>
  savedByMid: Map<string, Saved>
  /** What may have reached the server as more than a `void`, or may still from a copy of its device. */
  sentMids: Set<string>
  /** Let go of before it was ever sent: must take no effect. */
  heldBack: Set<string>
  /** What had a result at the server some day, which may have been pruned since. */
  settled: Set<string>
}

export const newLedger = (): Ledger => ({ saved: [], requests: [], secrets: [], mayGoBack: new Set(), lostCaches: new Set(), savedByMid: new Map(), sentMids: new Set(), heldBack: new Set(), settled: new Set() })

export function note(ledger: Ledger, saved: Saved) {
  if (ledger.savedByMid.has(saved.mid)) return
  ledger.saved.push(saved)
  ledger.savedByMid.set(saved.mid, saved)
}

/** A command with all that makes no sense without it: what depends on it, and everything on a request that is let go of as a whole. */
export function together(ledger: Ledger, mid: string): Saved[] {
  const first = ledger.savedByMid.get(mid)
  const mids = new Set([mid])
  return ledger.saved.filter(saved => {
    const belongs = saved.mid === mid || saved.dependsOn.some(needed => mids.has(needed)) || (first?.name === 'submit' && saved.requestId === first.requestId)
    if (belongs) mids.add(saved.mid)
    return belongs
  })
}

export function noteSent(ledger: Ledger, { commands }: Push) {
  for (const command of commands) if (!('name' in command) || command.name !== 'void') ledger.sentMids.add(command.mid)
}

/** Its writer lets go of a command, and of what makes no sense without it. */
export function noteDiscarded(ledger: Ledger, mid: string) {
  for (const saved of together(ledger, mid)) {
    if (saved.fate === 'kept') saved.fate = 'discarded'
  }
}

/** That has been stored, and no exchange was under way that might have taken it along before. */
export function noteHeldBack(ledger: Ledger, mid: string) {
  if (!ledger.sentMids.has(mid)) ledger.heldBack.add(mid)
}
