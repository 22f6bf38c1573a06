import { describe, expect, it } from 'vitest'
import { readTestTitles } from './test-titles.ts'

/** Network, server and device: 1 to 53 of the list of faults. */
const faults = Array.from({ length: 53 }, (_, index) => index + 1)

/** `fault 24: ...`, `faults 6 and 51: ...`, `faults 45, 46 and 47: ...` */
function faultsIn(title: string): number[] {
  return [...title.matchAll(/\bfaults? (\d+(?:(?:, | and )\d+)*)/g)].flatMap(([, list]) => list!.split(/, | and /).map(Number))
}

describe('The list of faults', () => {
  it('has a test for each that names it in its title', () => {
    const named = new Set(readTestTitles().flatMap(({ title }) => faultsIn(title)))
    expect(faults.filter(fault => !named.has(fault))).toEqual([])
  })

  it('is read from titles as people write them', () => {
    expect(faultsIn('[S104] fault 24: the rest')).toEqual([24])
    expect(faultsIn('faults 45, 46 and 47: a fault of 3 kinds')).toEqual([45, 46, 47])
  })
})
