import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { languages, type Language } from '#domain/language.ts'
import { commandNames } from '#domain/request/command.ts'
import type { EventBody } from '#domain/request/event.ts'
import { stepKeys } from '#domain/request/next-step.ts'
import { headings, stages, states } from '#domain/request/states.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { speak } from '#words/speak.ts'
import { createTranslator, type Translator } from '#words/translator.ts'
import { commandKey } from '../../../src/portal/outbox/command-words.ts'
import { eventPhrase } from '../../../src/portal/requests/event-words.ts'
import { openWord } from '../../../src/portal/requests/open-word.ts'
import { play } from '../../domain/request/random-history.ts'
import { runs, runTimeoutMs } from '../../domain/request/runs.ts'

const formats = { money: (minor: number) => `${minor / 100} kr`, span: () => 'Friday 10:00–12:00' }
const translators = new Map<Language, Translator<string>>()

beforeAll(async () => {
  for (const language of languages) translators.set(language, createTranslator<string>(language, await loadPortalWords(language)))
})

describe.each(languages)('the words of requests in %s', language => {
  const say = (key: string, params = {}) => translators.get(language)!.t(key, params)

  it('have a sentence for whatever can happen to a request', () => {
    fc.assert(fc.property(fc.array(fc.nat(), { minLength: 5, maxLength: 60 }), seeds => {
      for (const { body } of play(seeds).at(-1)!.after.events) {
        // A missing text or placeholder throws here.
        expect(speak(eventPhrase(body, formats), translators.get(language)!), body.type).not.toBe(say('requests.events.newer'))
      }
    }), runs(100))
  }, runTimeoutMs)

  it('say that something newer happened where this version does not know what', () => {
    const later = { type: 'teleported', to: 'the moon' } as unknown as EventBody
    expect(speak(eventPhrase(later, formats), translators.get(language)!)).toBe(say('requests.events.newer'))
    const tricky = { type: 'constructor' } as unknown as EventBody
    expect(eventPhrase(tricky, formats).key).toBe('requests.events.newer')
  })

  it('name every state, stage, heading, next step and change', () => {
    for (const state of states) expect(say(`requests.states.${state}`)).toBeTruthy()
    for (const stage of stages) expect(say(`requests.stages.${stage}`) + say(`requests.stageTexts.${stage}`)).toBeTruthy()
    for (const heading of Object.keys(headings)) expect(say(`business.heading.${heading}`)).toBeTruthy()
    for (const key of stepKeys) {
      expect(say(`requests.steps.${key}`)).toBeTruthy()
      expect(say(openWord({ who: 'client', key }))).toBeTruthy()
      if (key !== 'over' && key !== 'wait') expect(say(`requests.explain.${key}`)).toBeTruthy()
    }
    for (const name of commandNames) expect(say(commandKey(name))).toBeTruthy()
  })
})
