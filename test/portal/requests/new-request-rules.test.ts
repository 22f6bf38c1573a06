import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStorableText } from '#domain/text.ts'
import { argsOfDraft, titleOf } from '../../../src/portal/requests/new-request-args.ts'
import { dangersIn } from '../../../src/portal/requests/danger-words.ts'
import { allProblems, problemsOf } from '../../../src/portal/requests/new-request-problems.ts'
import { stepAfter, stepsFor } from '../../../src/portal/requests/new-request-steps.ts'
import { newDraft, readDraft, type RequestDraft } from '../../../src/portal/requests/request-draft.ts'
import { content } from '../device-page.ts'

const order: RequestDraft = { ...newDraft({ kind: 'order' }, {}), text: 'It does not drain', name: 'Eva', email: 'eva@example.com' }
const washing = content.services.find(({ id }) => id === 'washing-machine-repair')!
const { dangers } = content.business

describe('the pages of a request', () => {
  it('are what, where and how to reach you, then the check', () => {
    expect(stepsFor({ draft: order, hasQuestions: false })).toEqual(['what', 'where', 'contact', 'check'])
  })

  it('ask what the service wants to know after the three, and are at most six with the one that says it is saved', () => {
    const asked = stepsFor({ draft: order, hasQuestions: true })
    expect(asked).toEqual(['what', 'where', 'contact', 'details', 'check'])
    expect(asked.length + 1).toBeLessThanOrEqual(6)
  })

  it('do not ask again how to reach somebody who is known', () => {
    const known = newDraft({ kind: 'order' }, { contact: { name: 'Eva', phone: '070 123 45 67' } })
    expect(stepsFor({ draft: known, hasQuestions: false })).toEqual(['what', 'where', 'check'])
  })

  it('are two for a question', () => {
    expect(stepsFor({ draft: newDraft({ kind: 'question' }, {}), hasQuestions: true })).toEqual(['what', 'contact'])
  })

  it('lead on from a page that was only visited for a change', () => {
    expect(stepAfter('contact', ['what', 'where', 'check'])).toBe('check')
    expect(stepAfter('check', ['what', 'where', 'check'])).toBeUndefined()
  })
})

describe('what is missing', () => {
  it('is the text, a name and one way to reach somebody', () => {
    expect(allProblems(newDraft({ kind: 'order' }, {}), []).map(({ field, kind }) => `${field} ${kind}`)).toEqual(['text missing', 'name missing', 'email reach'])
    expect(allProblems(order, [])).toEqual([])
    expect(allProblems({ ...order, email: '', phone: '+46 70 123 45 67' }, [])).toEqual([])
  })

  it('is told for an address or a number that cannot be one', () => {
    expect(problemsOf('contact', { ...order, email: 'eva@', phone: 'call me' }, []).map(({ kind }) => kind)).toEqual(['email', 'phone'])
  })

  it('is each question of the service that is not optional', () => {
    const needed = washing.questions.filter(({ optional, kind }) => !optional && kind !== 'flag').map(({ id }) => `details.${id}`)
    expect(problemsOf('details', order, washing.questions).map(({ field }) => field)).toEqual(needed)
    expect(needed).not.toEqual([])
  })

  it('never stops a question at pages it does not have', () => {
    const question = { ...newDraft({ kind: 'question' }, {}), text: 'How?', name: 'Eva', email: 'eva@example.com', place: 'x'.repeat(900) }
    expect(allProblems(question, washing.questions)).toEqual([])
  })
})

describe('a title', () => {
  it('is the first line, cut between words', () => {
    expect(titleOf('  Pump is dead\nand it smells')).toBe('Pump is dead')
    expect(titleOf(`${'word '.repeat(40)}end`)).toMatch(/^(word )+word…$/)
  })

  it('is never empty nor longer than 80, and breaks no letter in two, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter(text => text.trim() !== '' && !text.includes('\u0000')), text => {
      const title = titleOf(text)
      expect(title.length).toBeGreaterThan(0)
      expect(title.length).toBeLessThanOrEqual(80)
      expect(isStorableText(title)).toBe(true)
    }), { seed: 20261112 })
  })
})

describe('a draft', () => {
  it('becomes the command that the schema takes, without what was left empty', () => {
    const args = argsOfDraft({ ...order, phone: ' ', place: ' Mill Street 1 ' }, undefined, 'en')
    expect(args).toEqual({
      path: 'full', title: 'It does not drain', text: 'It does not drain', language: 'en', place: 'Mill Street 1',
      contact: { name: 'Eva', email: 'eva@example.com', channel: 'email' },
    })
  })

  it('is called after its service, in the client\'s language, and carries only answers that the service still asks for', () => {
    const args = argsOfDraft({ ...order, serviceId: washing.id, mode: 'personal', details: { symptom: 'leaks', gone: 'x', young: true } }, washing, 'sv')
    expect(args).toMatchObject({ title: washing.title.sv, serviceId: washing.id, mode: 'personal', details: { symptom: 'leaks', young: true } })
    expect(args.details).not.toHaveProperty('gone')
  })

  it('is not read from what another screen has kept', () => {
    expect(readDraft({ reply: 'hello' })).toBeUndefined()
    expect(readDraft(JSON.parse(JSON.stringify(order)))).toEqual(order)
  })
})

describe('words of danger', () => {
  it.each([
    ['There is a SMELL of gas, in the kitchen', 'gas'], ['det luktar  gas!', 'gas'], ['Кажется, пахнет газом', 'gas'],
    ['the cable is sparking', 'smoke'], ['Вода на полу', 'water'],
  ])('are heard in "%s"', (text, id) => {
    expect(dangersIn(text, dangers).map(danger => danger.id)).toContain(id)
  })

  it('are not heard in harmless words', () => {
    expect(dangersIn('My gas stove needs a new knob, and the washing machine does not drain', dangers)).toEqual([])
  })
})
