import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideHalfEven, formatDecimal, parseDecimal } from '#domain/pricing/decimal.ts'
import { runs } from './runs.ts'

describe('exact decimals', () => {
  it('rounds a half to the even neighbour, on both sides of zero', () => {
    const halves = [[1n, 0n], [3n, 2n], [5n, 2n], [7n, 4n], [-1n, 0n], [-3n, -2n], [-5n, -2n], [-7n, -4n]] as const
    for (const [half, rounded] of halves) expect(divideHalfEven(half, 2n)).toBe(rounded)
  })

  it('rounds everything else to the nearest', () => {
    expect([24n, 26n, 249n, 251n].map(one => divideHalfEven(one, 10n))).toEqual([2n, 3n, 25n, 25n])
    expect(divideHalfEven(-26n, 10n)).toBe(-3n)
  })

  it('is never further than a half from the exact value', () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 6n), (dividend, divisor) => {
      const rest = (divideHalfEven(dividend, divisor) * divisor - dividend) * 2n
      return (rest < 0n ? -rest : rest) <= divisor
    }), runs())
  })

  it('reads what it writes, and writes the shortest form', () => {
    fc.assert(fc.property(fc.bigInt(0n, 999_999_999n), value => parseDecimal(formatDecimal(value)) === value), runs())
    expect(['2.500', '2.0', '0.050', '7'].map(text => formatDecimal(parseDecimal(text) ?? -1n))).toEqual(['2.5', '2', '0.05', '7'])
  })

  it('refuses what is not a plain decimal of at most six and three digits', () => {
    for (const bad of ['', ' ', '-1', '1,5', '1e3', '1.2345', '1234567', '.5', '5.', 'NaN', NaN, Infinity, -2, 0.1 + 0.2, true, null, undefined, {}]) {
      expect(parseDecimal(bad)).toBeUndefined()
    }
  })
})
