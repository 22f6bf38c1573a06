import { expect, it } from 'vitest'
import { bundle } from './bundle.mjs'
import { mutants } from './mutants.ts'

type Hunt = typeof import('./hunt.ts')

const isLong = process.env.SERVUS_LONG !== undefined
/** A change elsewhere may let a mutant live through the world in which it used to die: it is then sought in the next ones. */
const limit = isLong ? 400 : 60

const wanted = mutants.filter(mutant => isLong || mutant.isCore).map(({ name }) => name)

it.runIf(isLong)(`notices each of ${wanted.length} rules that is taken out`, async () => {
  const { huntAll } = await import(/* @vite-ignore */ await bundle('hunt')) as Hunt
  const verdicts = await huntAll(wanted, { workers: 2, limit })
  expect(verdicts.filter(({ killedBy }) => killedBy === undefined).map(({ mutant }) => mutant), 'mutants that survived').toEqual([])
  expect(verdicts).toHaveLength(wanted.length)
}, isLong ? 3_600_000 : 300_000)
