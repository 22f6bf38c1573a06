import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { languages, type Language } from '#domain/language.ts'
import { loadDeskWords } from '#words/load-desk-words.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { loadServerWords } from '#words/load-server-words.ts'
import { placeholder, type Dictionary } from '#words/translator.ts'

const source = join(import.meta.dirname, '../../src')
const locales = join(source, 'words/locales')
const forms = ['zero', 'one', 'two', 'few', 'many', 'other']
const pluralName = new RegExp(`^(.+)_(${forms.join('|')})$`)

const areasOf = (language: Language) => readdirSync(join(locales, language)).filter(name => name.endsWith('.json')).map(name => name.slice(0, -5))
const read = (language: Language, area: string) => JSON.parse(readFileSync(join(locales, language, `${area}.json`), 'utf8')) as Dictionary

function textsOf(dictionary: Dictionary, prefix: string): [key: string, text: string][] {
  return Object.entries(dictionary).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}.${name}`, value]] : textsOf(value, `${prefix}.${name}`))
}

/** Every key with its texts by plural form; what has no forms is under ''. */
function formsByKey(language: Language, area: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>()
  for (const [name, text] of textsOf(read(language, area), area)) {
    const [, key = name, form = ''] = pluralName.exec(name) ?? []
    found.set(key, (found.get(key) ?? new Map<string, string>()).set(form, text))
  }
  return found
}

const placeholdersIn = (text: string) => [...text.matchAll(placeholder)].map(([, name]) => name!)
const placeholdersOf = (texts: Map<string, string>) => [...new Set([...texts.values()].flatMap(placeholdersIn))].filter(name => name !== 'count').sort()
const areas = areasOf('en')

describe('the words', () => {
  it('have the same areas in every language', () => {
    for (const language of languages) expect(areasOf(language)).toEqual(areas)
  })

  describe.each(areas)('of %s', area => {
    it('have the same keys in every language', () => {
      const keys = [...formsByKey('en', area).keys()].sort()
      for (const language of languages) expect([language, ...[...formsByKey(language, area).keys()].sort()]).toEqual([language, ...keys])
    })

    it.each(languages)('have every plural form that %s needs, and no other', language => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      for (const [key, texts] of formsByKey(language, area)) {
        const present = [...texts.keys()]
        if (present.includes('') && present.length === 1) continue
        expect([key, ...present.filter(form => form !== 'zero').sort()]).toEqual([key, ...[...needed].sort()])
      }
    })

    it('count in every language or in none', () => {
      for (const [key, texts] of formsByKey('en', area)) {
        for (const language of languages) expect([language, key, formsByKey(language, area).get(key)?.has('')]).toEqual([language, key, texts.has('')])
      }
    })

    it('have the same placeholders in every language', () => {
      for (const [key, texts] of formsByKey('en', area)) {
        for (const language of languages) {
          expect([language, key, placeholdersOf(formsByKey(language, area).get(key) ?? new Map())]).toEqual([language, key, placeholdersOf(texts)])
        }
      }
    })

    it.each(languages)('say something in %s, without stray spaces or half a placeholder', language => {
      for (const [key, text] of textsOf(read(language, area), area)) {
        expect([key, text.trim() !== '', text === text.trim(), /[{}]/.test(text.replace(placeholder, ''))]).toEqual([key, true, true, false])
      }
    })
  })

  it('never call anything a receipt before money has moved', () => {
    const unwanted = /(?<!\p{L})(?:receipts?|kvitto\p{L}*|чек(?:а|и|ов|ом|у|е)?)(?!\p{L})/iu
    const found = languages.flatMap(language => ['catalog', 'pricing', 'requests', 'home'].flatMap(area => textsOf(read(language, area), area).filter(([, text]) => unwanted.test(text))))
    expect(found).toEqual([])
  })
})

describe('the words of each app', () => {
  const apps = { portal: loadPortalWords, desk: loadDeskWords, server: loadServerWords }

  it.each(['portal', 'desk', 'server'] as const)('of the %s cover every area that its code speaks in', async app => {
    const words = await apps[app]('en')
    const files = readdirSync(join(source, app), { recursive: true, encoding: 'utf8' }).filter(name => /\.(?:ts|vue)$/.test(name))
    const spoken = new Set(files.flatMap(name =>
      [...readFileSync(join(source, app, name), 'utf8').matchAll(/\bt\(\s*['`]([a-z]+)\./g)].map(([, area]) => area!)))
    expect([...spoken].filter(area => areas.includes(area) && !(area in words))).toEqual([])
  })

  it('of the clients hold nothing of the desk, and are the same areas in every language', async () => {
    expect(await loadPortalWords('en')).not.toHaveProperty('desk')
    for (const load of Object.values(apps)) {
      for (const language of languages) expect(Object.keys(await load(language))).toEqual(Object.keys(await load('en')))
    }
  })
})
