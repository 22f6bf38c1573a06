import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { nextStep } from '#domain/request/next-step.ts'
import { isEnded, openStates } from '#domain/request/states.ts'
import { languages, type Language } from '#domain/language.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { createTranslator, type Translator } from '#words/translator.ts'
import { nowAction } from '../../../src/portal/requests/now-place.ts'
import { openWord } from '../../../src/portal/requests/open-word.ts'
import { calendar } from '../../domain/request/example-shop.ts'
import { play } from '../../domain/request/random-history.ts'
import { runs, runTimeoutMs } from '../../domain/request/runs.ts'

const translators = new Map<Language, Translator<string>>()
beforeAll(async () => {
  for (const language of languages) translators.set(language, createTranslator<string>(language, await loadPortalWords(language)))
})

describe('the page of a request', () => {
  it('always says whose turn it is, what is done and, on the client\'s turn, gives the one thing to do', () => {
    const met = new Set<string>()
    fc.assert(fc.property(fc.array(fc.nat(), { minLength: 5, maxLength: 60 }), seeds => {
      for (const { after } of play(seeds)) {
        if (!after.state) continue
        const { row } = after
        const step = nextStep(row, { calendar })
        met.add(`${row.path} ${row.state}`)
        for (const translator of translators.values()) {
          expect(translator.t(`requests.steps.${step.key}`)).toBeTruthy()
          if (step.who === 'client') expect(translator.t(openWord(step))).not.toBe(translator.t('requests.open.other'))
        }
        expect(nowAction(step) !== undefined, `${row.path} ${row.state} ${step.key}`).toBe(step.who === 'client')
        if (!isEnded(row.state) && row.state !== 'accepted') expect(step.who, row.state).not.toBe('nobody')
      }
    }), runs(60))
    for (const state of openStates) expect([...met].some(place => place.endsWith(` ${state}`)), state).toBe(true)
  }, runTimeoutMs)
})
