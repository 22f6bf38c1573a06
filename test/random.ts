/** A seeded source of choices (mulberry32), so that a whole model hangs on one number. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return min + ((mixed ^ (mixed >>> 14)) >>> 0) % (max - min + 1)
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** At least one of the items, in their order. */
  some<Item>(items: readonly Item[]): Item[] {
    const taken = items.filter(() => this.chance(40))
    return taken.length > 0 ? taken : [this.pick(items)]
  }
}
