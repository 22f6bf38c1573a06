import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandCss, contrast } from '#server/pages/brand.ts'
import { narrowLanguages } from '#server/pages/narrow-languages.ts'

const token = (css: string, name: string) => [...css.matchAll(new RegExp(`--${name}:(#[0-9a-f]{6})`, 'g'))].map(match => match[1]!)

describe('A brand\'s colour', () => {
  it('is measured as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('stays as it is where it reads well by day', () => {
    expect(token(brandCss('#0B6B61'), 'accent')[0]).toBe('#0b6b61')
  })

  it('whatever it is, reads on paper by day and at night, and text reads on it', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map(number => `#${number.toString(16).padStart(6, '0')}`)
    fc.assert(fc.property(colour, accent => {
      const css = brandCss(accent)
      const [day, night] = token(css, 'accent')
      const [onDay, onNight] = token(css, 'accent-ink')
      expect(contrast(day!, '#fbfaf7')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(night!, '#151413')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(day!, onDay!)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(night!, onNight!)).toBeGreaterThanOrEqual(4)
    }), { seed: 20261122, numRuns: 2_000 })
  })
})

describe('Texts of a page', () => {
  it('are cut down to its language, or to what stands in for it', () => {
    expect(narrowLanguages({ a: { sv: 'ett', en: 'one' }, b: [{ en: 'two' }], c: { sv: ['x'], en: ['y'] }, d: {}, e: null, f: 3 }, 'sv'))
      .toEqual({ a: { sv: 'ett' }, b: [{ en: 'two' }], c: { sv: ['x'], en: ['y'] }, d: {}, e: null, f: 3 })
  })
})
