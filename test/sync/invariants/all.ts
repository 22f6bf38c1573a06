import { allTheSame } from './all-the-same.ts'
import { atMostOnce } from './at-most-once.ts'
import { cursors } from './cursors.ts'
import { inOrder } from './in-order.ts'
import type { Invariant } from './invariant.ts'
import { neverBlinks } from './never-blinks.ts'
import { noForeignWord } from './no-foreign-word.ts'
import { oneSnapshot } from './one-snapshot.ts'
import { onlyVerdicts } from './only-verdicts.ts'
import { pullAlone } from './pull-alone.ts'
import { sameBytes } from './same-bytes.ts'
import { savedIsKept } from './saved-is-kept.ts'
import { versions } from './versions.ts'

/** The twelve invariants of the protocol, in their order. */
export const invariants: readonly Invariant[] = [
  savedIsKept, atMostOnce, inOrder, oneSnapshot, versions, cursors, neverBlinks, onlyVerdicts, pullAlone, noForeignWord, sameBytes, allTheSame,
]
