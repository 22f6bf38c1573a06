import { describe, expect, it } from 'vitest'
import type { Phrase, PhraseParam } from '#domain/phrase.ts'
import { explain } from '#domain/pricing/explain.ts'
import { explainBecause, explainMost, explainTotal } from '#domain/pricing/explain-total.ts'
import type { PriceModel } from '#domain/pricing/model.ts'
import en from '#words/locales/en/pricing.json'
import ru from '#words/locales/ru/pricing.json'
import sv from '#words/locales/sv/pricing.json'
import { because, modelOf, priceOf, repair, text } from './example-models.ts'
import { Random } from '../../random.ts'
import { randomAnswers, randomModel } from './random-model.ts'

const explained = (model: PriceModel, id: string) => explain({ id }, model)

describe('why a line costs what it does', () => {
  it('is told from its rule', () => {
    expect(explained(repair, 'diagnosis')).toEqual([{ key: 'pricing.explain.fixed', params: { amount: { money: 59_000, currency: 'SEK' } } }])
    expect(explained(repair, 'travel')).toEqual([{
      key: 'pricing.explain.perUnitBeyond',
      params: { amount: { money: 1_500, currency: 'SEK' }, unit: { localized: { en: 'km', sv: 'km', ru: 'km' } }, from: { decimal: '15' } },
    }])
    expect(explained(repair, 'minimum').map(({ key }) => key)).toEqual(['pricing.explain.minimum'])
  })

  it('names the lines of a percentage and when it counts', () => {
    const [rule, condition] = explained(repair, 'evening')
    expect(rule).toEqual({
      key: 'pricing.explain.percent',
      params: { rate: { decimal: '25' }, lines: { list: [{ localized: text('Diagnosis') }, { localized: text('Work') }], join: 'and' } },
    })
    expect(condition?.key).toBe('pricing.when.applies')
    expect(keysOf(condition!)).toEqual(expect.arrayContaining(['pricing.when.any', 'pricing.when.days', 'pricing.when.hours', 'pricing.day.sat']))
  })

  it('says what an uncertain quantity depends on', () => {
    expect(explained(repair, 'work')[1]).toMatchObject({ key: 'pricing.explain.between', params: { low: { decimal: '1' }, high: { decimal: '2.5' }, because: { localized: because } } })
  })

  it('speaks of the total, of the most and of what would narrow it', () => {
    const price = priceOf(repair)
    expect(explainTotal(price).key).toBe('pricing.total.range')
    expect(explainMost(price)).toEqual({ key: 'pricing.total.most', params: { most: { money: price.most, currency: 'SEK' } } })
    expect(explainBecause(price)?.params['reasons']).toMatchObject({ join: 'and' })
    const about = priceOf(modelOf({ certainty: 'estimate', lines: [{ id: 'work', label: text('Work'), amount: 5 }] }))
    expect([explainTotal(about).key, explainBecause(about)]).toEqual(['pricing.total.about', undefined])
  })
})

function phrasesIn(param: PhraseParam): Phrase[] {
  if (typeof param !== 'object') return []
  if ('phrase' in param) return [param.phrase, ...Object.values(param.phrase.params).flatMap(phrasesIn)]
  return 'list' in param ? param.list.flatMap(phrasesIn) : []
}
const keysOf = (phrase: Phrase) => phrasesIn({ phrase }).map(({ key }) => key)

function wordsOf(file: object, key: string): string | undefined {
  const found = key.split('.').slice(1).reduce<unknown>((group, name) => (group as Record<string, unknown> | undefined)?.[name], file)
  return typeof found === 'string' ? found : undefined
}
const placeholdersOf = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '')

describe('the words', () => {
  it.each(Object.entries({ en, ru, sv }))('in %s say everything that is explained, with nothing missing', (_, file) => {
    const spoken = new Set<string>()
    for (let seed = 0; seed < 400; seed++) {
      const random = new Random(seed)
      const model = randomModel(random)
      const price = priceOf(model, randomAnswers(random, model.inputs), { holidays: [] })
      const phrases = [explainTotal(price), explainMost(price) ?? [], explainBecause(price) ?? [], ...price.lines.map(line => explain(line, model))].flat()
      for (const phrase of phrases.flatMap(one => phrasesIn({ phrase: one }))) {
        spoken.add(phrase.key)
        const words = wordsOf(file, phrase.key)
        expect(words, phrase.key).toBeTypeOf('string')
        expect(Object.keys(phrase.params), phrase.key).toEqual(expect.arrayContaining(placeholdersOf(words ?? '')))
      }
    }
    expect(spoken.size).toBeGreaterThan(25)
  })

  it('have the same keys and placeholders in every language', () => {
    const flat = (file: object, path = ''): string[] => Object.entries(file).flatMap(([key, value]) =>
      typeof value === 'string' ? [`${path}${key}: ${placeholdersOf(value).toSorted().join()}`] : flat(value as object, `${path}${key}.`))
    expect(flat(sv)).toEqual(flat(en))
    expect(flat(ru)).toEqual(flat(en))
  })
})
