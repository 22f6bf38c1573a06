import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandColours, contrast, mix } from '#domain/catalog/brand-colours.ts'

const tokens = readFileSync(new URL('../../../src/ui/tokens.css', import.meta.url), 'utf8')

describe('A brand\'s colour', () => {
  it('is measured as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('is, for our own, what the tokens fall back to', () => {
    const { day, night } = brandColours('#0B6B61')
    expect(day.accent).toBe('#0b6b61')
    for (const colour of [day.accent, day.onAccent, night.accent, night.onAccent]) expect(tokens).toContain(`, ${colour})`)
  })

  it('whatever it is, reads on paper and on its own tint by day and at night, and text reads on it', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map(number => `#${number.toString(16).padStart(6, '0')}`)
    fc.assert(fc.property(colour, accent => {
      const { day, night } = brandColours(accent)
      for (const [{ accent: found, onAccent }, papers, tint] of [[day, ['#fbfaf7'], 0.08], [night, ['#151413', '#1f1e1c'], 0.12]] as const) {
        for (const paper of papers) {
          expect(contrast(found, paper)).toBeGreaterThanOrEqual(4.5)
          expect(contrast(found, mix(paper, found, tint))).toBeGreaterThanOrEqual(4.4)
        }
        expect(contrast(found, onAccent)).toBeGreaterThanOrEqual(4.4)
      }
    }), { seed: 20261122, numRuns: 2_000 })
  })
})
