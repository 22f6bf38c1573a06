import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '#domain/language.ts'
import { formatMoney } from '#words/format-money.ts'
import { parseAmount, parseDecimal, writeAmount } from '../../../src/desk/requests/proposal/amount.ts'

describe('an amount that staff type', () => {
  it.each([
    ['1 890,50', 189_050], ['1890.50', 189_050], ['1\u00A0890,50', 189_050], ['1\u202F890', 189_000], ['1890', 189_000], [' 590 ', 59_000], ['0', 0],
    ['0,5', 50], ['-300', -30_000], ['\u2212300,25', -30_025], ['-0', 0], ['1 890 kr', 189_000], ['12,50 €', 1_250], ['1 234 567', 123_456_700],
  ])('%j means %d in the smallest unit', (text, minor) => {
    expect(parseAmount(text, 2)).toBe(minor)
  })

  it.each(['', 'kr', '1.890', '1,890', '1.890,50', '18 90', '1 8900', '12,345', 'twelve', '--3', '1e3', '99999999999999999999'])('%j is not guessed at', text => {
    expect(parseAmount(text, 2)).toBeUndefined()
  })

  it('has no decimals where the currency has none', () => {
    expect(parseAmount('1 890', 0)).toBe(1_890)
    expect(parseAmount('1890,5', 0)).toBeUndefined()
  })

  it('is read back from the field and from how amounts are shown, in every language', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.constantFrom(...languages), (minor, language) => {
      expect(parseAmount(writeAmount(minor, 2, language), 2)).toBe(minor)
      expect(parseAmount(formatMoney(minor, 'SEK', language), 2)).toBe(minor)
    }), { seed: 20_261_112 })
  })
})

describe('a quantity that staff type', () => {
  it('may have a comma and crosses the wire with a point', () => {
    expect([parseDecimal('1,5', 6), parseDecimal(' 2 ', 6), parseDecimal('0.125', 6)]).toEqual(['1.5', '2', '0.125'])
  })

  it('is refused where it is no number, or too long', () => {
    expect([parseDecimal('two', 6), parseDecimal('1,2345', 6), parseDecimal('100', 2), parseDecimal('', 6)]).toEqual([undefined, undefined, undefined, undefined])
  })
})
