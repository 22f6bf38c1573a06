import type { CommandName } from '#domain/request/command.ts'

/** What a person was told is saved, as somebody who stood beside them would have noted it. */
export type Saved = {
  mid: string, device: number, reader: string, requestId: string, name: CommandName
  /** JSON of what was written. */
  args: string
  files: readonly { id: string, sha256: string }[]
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
}

export const newLedger = (): Ledger => ({ saved: [], requests: [], secrets: [], mayGoBack: new Set(), lostCaches: new Set(), savedByMid: new Map() })

export function note(ledger: Ledger, saved: Saved) {
  if (ledger.savedByMid.has(saved.mid)) return
  ledger.saved.push(saved)
  ledger.savedByMid.set(saved.mid, saved)
}
