import { describe, expect, it } from 'vitest'
import { brandCss } from '#server/pages/brand.ts'
import { narrowLanguages } from '#server/pages/narrow-languages.ts'

describe('The brand as a stylesheet', () => {
  it('sets the four colours that the tokens build on', () => {
    expect(brandCss('#0B6B61')).toBe(':root{--accent-day:#0b6b61;--accent-day-ink:#ffffff;--accent-night:#609f98;--accent-night-ink:#1c1b19}')
  })
})

describe('Texts of a page', () => {
  it('are cut down to its language, or to what stands in for it', () => {
    expect(narrowLanguages({ a: { sv: 'ett', en: 'one' }, b: [{ en: 'two' }], c: { sv: ['x'], en: ['y'] }, d: {}, e: null, f: 3 }, 'sv'))
      .toEqual({ a: { sv: 'ett' }, b: [{ en: 'two' }], c: { sv: ['x'], en: ['y'] }, d: {}, e: null, f: 3 })
  })
})
