import { expect, it } from 'vitest'
import { bundle } from './bundle.mjs'

type Soak = typeof import('./soak.ts')

/** Worlds in which something was found: each once failed, and has to hold for ever. */
const found = [
  { title: '[S213] fault 27: a phone that fills a scope in small pages, years after rows of it were deleted, comes to an end', seed: 6_000_053, steps: 24 },
]

for (const { title, seed, steps } of found) {
  it(title, async () => {
    const { soak } = await import(/* @vite-ignore */ await bundle('soak')) as Soak
    const { failures, done } = await soak({ schedules: 1, seed, steps, workers: 1 })
    expect(failures).toEqual([])
    expect(done).toBe(1)
  }, 300_000)
}
