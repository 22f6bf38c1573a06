import { expect, it } from 'vitest'
import { bundle } from './bundle.mjs'

type Soak = typeof import('./soak.ts')

const schedules = 1_000
/** The same worlds each time, so that a run is red for a change and nothing else; `npm run soak` sees new ones. */
const seed = Number(process.env.SERVUS_SEED ?? 207_820_000)
const steps = 12

it(`keeps all twelve invariants in ${schedules} worlds of ${steps} steps, from seed ${seed}`, async () => {
  const { soak } = await import(/* @vite-ignore */ await bundle('soak')) as Soak
  const { failures, done } = await soak({ schedules, seed, steps, workers: 2 })
  expect(failures.map(failure => `${failure.invariant}: ${failure.message} (npm run soak -- --only ${failure.seed} --steps ${steps})`)).toEqual([])
  expect(done).toBe(schedules)
}, 600_000)
