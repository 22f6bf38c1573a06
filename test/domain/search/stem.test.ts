import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { stemmer as snowballRussian } from '@orama/stemmers/russian'
import { describe, expect, it } from 'vitest'
import { languages, type Language } from '#domain/language.ts'
import { foldCase } from '#domain/search/fold.ts'
import { stemEnglish } from '#domain/search/stem-english.ts'
import { snowballSwedish } from '#domain/search/stem-swedish.ts'
import { loadStem, type Stem } from '#domain/search/stem.ts'

const vocabularies = new URL('../../../../shared/data/stemming/', import.meta.url)
const hasVocabularies = existsSync(vocabularies)

function readVocabulary(language: Language): [word: string, stem: string][] {
  const lines = gunzipSync(readFileSync(new URL(`${language}.tsv.gz`, vocabularies))).toString().split('\n').filter(Boolean)
  return lines.map(line => line.split('\t') as [string, string])
}

const stemsOf = async (language: Language, forms: string) => {
  const stem = await loadStem(language)
  return [...new Set(forms.split(' ').map(form => stem(foldCase(form))))]
}

describe('stems', () => {
  it.each([
    ['ru', 'заявка заявки заявку заявкой заявок заявками заявке'],
    ['ru', 'батарейка батарейки батареек'],
    ['ru', 'владелец владельца владельцев'],
    ['ru', 'замок замка замков'],
    ['ru', 'счёт счета счетов'],
    ['ru', 'стиральная стиральной стиральную'],
    ['sv', 'ärende ärendet ärenden ärendets ärendena'],
    ['sv', 'tvättmaskin tvättmaskinen tvättmaskiner tvättmaskinernas'],
    ['sv', 'resultat resultatet resultaten'],
    ['sv', 'kylskåp kylskåpet kylskåpen kylskåpets'],
    ['en', 'repair repairs repaired repairing'],
    ['en', 'connect connection connections connected'],
    ['en', 'inspect inspection inspecting'],
  ] as const)('bring together (%s) %s', async (language, forms) => {
    expect(await stemsOf(language, forms)).toHaveLength(1)
  })

  it.each([
    ['ru', 'кран краска край'],
    ['sv', 'komet kommun paket pack'],
    ['en', 'past paste organ organize'],
  ] as const)('keep apart (%s) %s', async (language, words) => {
    expect(await stemsOf(language, words)).toHaveLength(words.split(' ').length)
  })

  it.each(languages)('of %s take no time over a word that is none', async language => {
    const stem = await loadStem(language)
    const noise = 'aå'.repeat(100_000)
    expect(stem(noise)).toBe(noise)
  })

  it.skipIf(!hasVocabularies)('begin as those of the published vocabularies, word by word (skipped without ../shared/data/stemming)', () => {
    const share = (language: Language, stem: Stem) => {
      const words = readVocabulary(language)
      return words.filter(([word, published]) => stem(word) === published).length / words.length
    }
    expect({ ru: share('ru', snowballRussian), sv: share('sv', snowballSwedish), en: share('en', stemEnglish) }).toEqual({ ru: 1, sv: 1, en: 1 })
  })

  it.skipIf(!hasVocabularies).each(languages)('of %s never part what the published vocabulary brings together, and join little more (skipped without ../shared/data/stemming)', async language => {
    const stem = await loadStem(language)
    const stemsByPublished = new Map<string, Set<string>>()
    for (const [word, published] of readVocabulary(language)) {
      stemsByPublished.set(published, (stemsByPublished.get(published) ?? new Set()).add(stem(word)))
    }
    expect([...stemsByPublished].filter(([, stems]) => stems.size > 1)).toEqual([])
    const all = new Set([...stemsByPublished.values()].flatMap(stems => [...stems]))
    expect(all.size).toBeGreaterThan(stemsByPublished.size * 0.98)
  })
})
