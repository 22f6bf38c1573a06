import type { Failure } from './run.ts'
import type { Step } from './step.ts'

/** Leaves steps out, first many, then one by one, for as long as the same invariant still fails. */
export async function shrink(schedule: readonly Step[], failure: Failure, run: (schedule: readonly Step[]) => Promise<Failure | undefined>): Promise<readonly Step[]> {
  let small = schedule.slice(0, failure.step + 1)
  for (let size = Math.ceil(small.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < small.length;) {
      const candidate = small.toSpliced(start, size)
      const again = candidate.length > 0 ? await run(candidate) : undefined
      if (again?.invariant === failure.invariant) small = candidate
      else start += size
    }
  }
  return small
}
