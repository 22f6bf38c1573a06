import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldCase } from '#domain/search/fold.ts'
import { splitWords } from '#domain/search/split-words.ts'

describe('folding', () => {
  it('makes one of capitals, of ё and е, and of letters with and without marks', () => {
    expect(['ЁЛКА', 'Tvättmaskin', 'KYLSKÅP', 'Köln', 'café', 'Smørrebrød'].map(fold)).toEqual(['елка', 'tvattmaskin', 'kylskap', 'koln', 'cafe', 'smorrebrod'])
  })

  it('keeps й, whichever way it is written', () => {
    expect([fold('чайник'), fold('чайник'.normalize('NFD'))]).toEqual(['чайник', 'чайник'])
  })

  it('keeps å, ä and ö for the stemmer when only the case is folded', () => {
    expect(foldCase('KYLSKÅP från Östersund'.normalize('NFD'))).toBe('kylskåp från östersund')
  })

  it('drops stress marks and soft hyphens', () => {
    expect(fold('за\u0301мок тех\u00ADпомощь')).toBe('замок техпомощь')
  })

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
      expect(fold(fold(text))).toBe(fold(text))
    }), { seed: 20261122, numRuns: 2_000 })
  })
})

describe('splitting into words', () => {
  it('leaves out everything but letters and figures', () => {
    expect(splitWords('  Не сливает воду: ошибка E18!? (Bosch) ')).toEqual(['не', 'сливает', 'воду', 'ошибка', 'e18', 'bosch'])
  })

  it('gives words with a joint in parts and as one', () => {
    expect(splitWords('Wi-Fi')).toEqual(['wi', 'fi', 'wifi'])
    expect(splitWords('it’s')).toEqual(['it', 'its'])
    expect(splitWords('7KQ2-M9XD')).toEqual(['7kq2', 'm9xd', '7kq2m9xd'])
  })

  it('finds none where there is none', () => {
    expect(splitWords(' - … ')).toEqual([])
  })
})
