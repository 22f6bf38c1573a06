import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Phrase } from '#domain/phrase.ts'
import { pseudo, pseudoLocale } from '#words/pseudo-locale.ts'
import { speak } from '#words/speak.ts'
import { createTranslator, type Dictionary } from '#words/translator.ts'
import type { KeyOf, WordKey } from '#words/word-key.ts'

const english: Dictionary = {
  outbox: { waiting_zero: 'Nothing waits', waiting_one: '{{count}} change waits', waiting_other: '{{count}} changes wait', hello: 'Hello, {{ name }}' },
}
const russian: Dictionary = { outbox: { waiting_one: '{{count}} изменение', waiting_few: '{{count}} изменения', waiting_many: '{{count}} изменений', waiting_other: '{{count}} изменения' } }
const en = createTranslator<'outbox.waiting' | 'outbox.hello' | 'outbox.gone'>('en', english)
const ru = createTranslator<'outbox.waiting'>('ru', russian)

describe('a translator', () => {
  it('chooses the plural form of its language', () => {
    expect([1, 2, 5, 11, 21, 22, 25, 1.5].map(count => ru.t('outbox.waiting', { count }))).toEqual([
      '1 изменение', '2 изменения', '5 изменений', '11 изменений', '21 изменение', '22 изменения', '25 изменений', '1,5 изменения',
    ])
    expect([0, 1, 2].map(count => en.t('outbox.waiting', { count }))).toEqual(['Nothing waits', '1 change waits', '2 changes wait'])
  })

  it('writes numbers the way of its language, and texts as they are', () => {
    expect(ru.t('outbox.waiting', { count: 12_345 })).toBe('12\u00A0345 изменений')
    expect(en.t('outbox.hello', { name: '$& {{name}}' })).toBe('Hello, $& {{name}}')
  })

  it('takes the general form where one is missing', () => {
    const { t } = createTranslator<'a.b'>('ru', { a: { b_other: '{{count}} файла' } })
    expect(t('a.b', { count: 5 })).toBe('5 файла')
  })

  it('throws here when a key or a placeholder is missing', () => {
    expect(() => en.t('outbox.gone')).toThrow('no words for \'outbox.gone\' in \'en\'')
    expect(() => en.t('outbox.hello')).toThrow('\'outbox.hello\' needs \'name\'')
    expect(() => createTranslator<'constructor.name'>('en', {}).t('constructor.name')).toThrow('no words')
  })

  it('shows the key, or leaves the place empty, where people would see a broken page', () => {
    const mode = process.env['NODE_ENV']
    process.env['NODE_ENV'] = 'production'
    try {
      expect([en.t('outbox.gone'), en.t('outbox.hello')]).toEqual(['outbox.gone', 'Hello, '])
    } finally {
      process.env['NODE_ENV'] = mode
    }
  })

  it('knows its keys by type: plural forms are one key, a wrong one does not compile', () => {
    expectTypeOf<KeyOf<{ a: { b_one: string, b_other: string, c: { d: string } } }>>().toEqualTypeOf<'a.b' | 'a.c.d'>()
    expectTypeOf<'shell.skip'>().toExtend<WordKey>()
    expectTypeOf<'shell.sync.waiting'>().toExtend<WordKey>()
    expectTypeOf<'shell.nonsense'>().not.toExtend<WordKey>()
  })
})

describe('speaking', () => {
  const sv = createTranslator('sv', {
    p: { line: '{{label}}: {{amount}} för {{count}} {{unit}} ({{parts}}; {{ways}})', inner: 'vid {{days}} dagar' },
  })

  it('fills in money, decimals, texts by language, phrases and lists', () => {
    const phrase: Phrase = {
      key: 'p.line',
      params: {
        label: { localized: { sv: 'Resa', en: 'Travel' } }, amount: { money: 159_000, currency: 'SEK' }, count: { decimal: '2.5' }, unit: 'km',
        parts: { list: ['a', { decimal: '1.5' }, { phrase: { key: 'p.inner', params: { days: 3 } } }] },
        ways: { list: ['x', 'y', 'z'], join: 'or' },
      },
    }
    expect(speak(phrase, sv)).toBe('Resa: 1\u00A0590\u00A0kr för 2,5 km (a, 1,5, vid 3 dagar; x, y eller z)')
  })

  it('takes another language\'s text where its own is missing', () => {
    expect(speak({ key: 'p.inner', params: { days: { localized: { en: 'two' } } } }, sv)).toBe('vid two dagar')
  })
})

describe('the pseudo-locale', () => {
  it('marks letters, lengthens by 40 % and leaves placeholders alone', () => {
    expect(pseudo('Hello, {{name}}')).toBe('[Ĥëļļö, {{name}}~~~~~~]')
    expect(createTranslator<'outbox.hello'>('en', pseudoLocale(english)).t('outbox.hello', { name: 'Kim' })).toBe('[Ĥëļļö, Kim~~~~~~~]')
  })
})
