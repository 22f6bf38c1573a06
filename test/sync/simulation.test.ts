import { expect, it } from 'vitest'
import { bundle } from './bundle.mjs'

type Soak = typeof import('./soak.ts')

const schedules = 1_000
/** New each day, so that many runs see many worlds; printed, so that each can be seen again. */
const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Date.now() / 86_400_000) * 10_000)
const steps = 12

it(`keeps all twelve invariants in ${schedules} worlds of ${steps} steps, from seed ${seed}`, async () => {
  const { soak } = await import(/* @vite-ignore */ await bundle('soak')) as Soak
  const { failures, done } = await soak({ schedules, seed, steps, workers: 2 })
  expect(failures.map(failure => `${failure.invariant}: ${failure.message} (npm run soak -- --only ${failure.seed} --steps ${steps})`)).toEqual([])
  expect(done).toBe(schedules)
}, 600_000)
