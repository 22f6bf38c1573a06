/** Seeded randomness: the same seed, the same numbers, on every machine. */
export type Random = {
  /** From 0 up to, but without, 1. */
  next: () => number
  /** A whole number from 0 up to, but without, `below`. */
  below: (below: number) => number
  chance: (share: number) => boolean
  pick: <Value>(list: readonly Value[]) => Value
  bytes: (count: number) => Uint8Array<ArrayBuffer>
}

/** Mulberry32: small, quick, good enough to choose what happens next. */
export function makeRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next, below,
    chance: share => next() < share,
    pick: list => list[below(list.length)]!,
    bytes: count => Uint8Array.from({ length: count }, () => below(256)),
  }
}
