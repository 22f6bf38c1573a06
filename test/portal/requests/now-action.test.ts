import { describe, expect, it } from 'vitest'
import { languages } from '#domain/language.ts'
import { nextStep } from '#domain/request/next-step.ts'
import { isEnded, states } from '#domain/request/states.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { createTranslator } from '#words/translator.ts'
import { nowAction } from '../../../src/portal/requests/now-place.ts'
import { openWord } from '../../../src/portal/requests/open-word.ts'
import { reception, calendar } from '../../domain/request/example-shop.ts'
import { submitted, visit } from '../../domain/request/example-histories.ts'
import { placeOf, walk } from '../../domain/request/walk.ts'

const { histories } = walk()
const situations = [...histories, submitted.give('proposeTimes', { times: [visit(3)] }, reception)]

describe('the page of a request', () => {
  it('says in every state, on every path, whose turn it is, and on the client\'s turn gives the one thing to do', () => {
    for (const history of situations) {
      const step = nextStep(history.row, { calendar })
      expect(nowAction(step) !== undefined, `${placeOf(history)} ${step.key}`).toBe(step.who === 'client')
      if (!isEnded(history.row.state) && history.row.state !== 'accepted') expect(step.who, placeOf(history)).not.toBe('nobody')
    }
    expect(new Set(situations.map(({ row }) => row.state))).toEqual(new Set(states))
  })

  it.each(languages)('has words for each of them in %s', async language => {
    const { t } = createTranslator<string>(language, await loadPortalWords(language))
    for (const { row } of situations) {
      const step = nextStep(row, { calendar })
      expect(t(`requests.steps.${step.key}`)).toBeTruthy()
      if (step.who === 'client') expect(t(openWord(step)), step.key).not.toBe(t('requests.open.other'))
    }
  })
})
