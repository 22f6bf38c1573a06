import { describe, expect, it } from 'vitest'
import { indexTerms, searchTerms } from '#domain/search/search-terms.ts'
import { compoundVocabulary, splitCompound } from '#domain/search/split-compound.ts'
import { splitWords } from '#domain/search/split-words.ts'
import { loadStem } from '#domain/search/stem.ts'

const stem = await loadStem('sv')
const site = 'Tvätt och maskin. Pump, flicka, gata, vecka, arbete, tid, ugn, rör, kök, fläkt, disk, avlopp, kylskåp, skåp, kyl, dörr.'
const vocabulary = compoundVocabulary(splitWords(site), stem)
const split = (word: string) => splitCompound(word, vocabulary, stem)

describe('Swedish compounds', () => {
  it.each([
    ['tvättmaskinspump', ['tvatt', 'maskin', 'pump']],
    ['diskmaskinen', ['disk', 'maskin']],
    ['arbetstid', ['arbet', 'tid']],
    ['gatukök', ['gat', 'kok']],
    ['ugnsfläkten', ['ugn', 'flakt']],
    ['avloppsrören', ['avlopp', 'ror']],
    ['kylskåpsdörr', ['kylskap', 'kyl', 'skap', 'dorr']],
  ])('are split into what the site knows: %s', (word, parts) => {
    expect(split(word)).toEqual(parts)
  })

  it('stay whole where a rest would be left over, and where they are none', () => {
    expect(['diskbänk', 'gatorna', 'maskinerna', 'och', 'tvättochmaskin', ''].map(split)).toEqual([[], [], [], [], [], []])
  })

  it('do not take long over a very long word', () => {
    expect(split('tvättmaskin'.repeat(2_000))).toEqual([])
  })
})

describe('terms', () => {
  it('for the index are the word, its stem and its parts', () => {
    expect(indexTerms('diskmaskinen', { stem, vocabulary })).toEqual(['diskmaskinen', 'diskmaskin', 'disk', 'maskin'])
    expect(indexTerms('maskin', { stem, vocabulary })).toEqual(['maskin'])
  })

  it('of a query are one stem for each word', () => {
    expect(searchTerms('Kylskåpet läcker, läcker!', { stem, vocabulary })).toEqual(['kylskap', 'lack'])
  })

  it('of a query without å, ä and ö are the same as with them', () => {
    expect(searchTerms('kylskapet lacker', { stem })).toEqual(searchTerms('kylskåpet läcker', { stem }))
  })

  it('of a compound that the site never wrote are its parts', () => {
    expect(searchTerms('tvättmaskinspumpen', { stem, vocabulary })).toEqual(['tvatt', 'maskin', 'pump'])
  })

  it('of every form of a Russian word are found in the index of every other', async () => {
    const russian = { stem: await loadStem('ru') }
    const forms = 'заявка заявки заявку заявкой заявок'.split(' ')
    const found = forms.map(query => forms.filter(form => {
      const [term] = searchTerms(query, russian)
      return indexTerms(form, russian).some(indexed => indexed.startsWith(term!))
    }).length)
    expect(found).toEqual([5, 5, 5, 5, 5])
  })

  it('find a word while it is still being typed', async () => {
    const english = { stem: await loadStem('en') }
    const indexed = indexTerms('washing', english)
    const isFound = (typed: string) => searchTerms(typed, english).every(term => indexed.some(known => known.startsWith(term)))
    expect(['w', 'wa', 'was', 'wash', 'washi', 'washin', 'washing'].filter(typed => !isFound(typed))).toEqual([])
  })
})
