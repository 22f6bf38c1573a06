import { describe, expect, it } from 'vitest'
import type { EventOf } from '#domain/request/event.ts'
import { defaultAnswers } from '#domain/pricing/default-answers.ts'
import { argsOfDraft } from '../../../src/portal/requests/new-request-args.ts'
import { isFirmOrder, withWords } from '../../../src/portal/requests/firm-order.ts'
import { handToPerson } from '../../../src/portal/requests/hand-to-person.ts'
import { repeatStart } from '../../../src/portal/requests/repeat-start.ts'
import { newDraft } from '../../../src/portal/requests/request-draft.ts'
import { startDraft, takeStart } from '../../../src/portal/requests/start-draft.ts'
import { content } from '../device-page.ts'

const serviceOf = (id: string) => content.services.find(service => service.id === id)!
const washing = serviceOf('washing-machine-repair')
const firm = content.services.find(({ path, questions }) => path === 'quick' && questions.every(({ optional, kind }) => optional || kind === 'flag'))!
const facts = { business: content.business, now: Date.UTC(2026, 10, 25) }
const submitted = (more: Partial<EventOf<'submitted'>>): EventOf<'submitted'> => ({
  type: 'submitted', path: 'full', title: 'T', text: 'It hums', language: 'en', contact: { name: 'Vera' }, warrantyMonths: 0, serviceId: washing.id,
  mode: 'personal', place: 'Storgatan 1', wishedTimes: 'mornings', details: { symptom: 'does-not-drain' }, answers: defaultAnswers(washing.price), ...more,
})

describe('a request once more', () => {
  it('takes over everything that was told, at today\'s prices', () => {
    const start = repeatStart(submitted({}), { service: washing, ...facts })
    expect(start).toMatchObject({ kind: 'order', serviceId: washing.id, mode: 'personal', text: 'It hums', place: 'Storgatan 1', wishedTimes: 'mornings', details: { symptom: 'does-not-drain' } })
    expect(start.estimate?.priceList).toBe(content.business.priceList.id)
  })

  it('leaves behind what the service no longer offers, and the service where it is gone', () => {
    expect(repeatStart(submitted({ mode: 'selfService' }), { service: { ...washing, modes: washing.modes.slice(0, 1) }, ...facts })).not.toHaveProperty('mode')
    expect(repeatStart(submitted({}), { service: undefined, ...facts })).toEqual({ kind: 'order', text: 'It hums', place: 'Storgatan 1', wishedTimes: 'mornings' })
    expect(repeatStart(submitted({ answers: { nothing: 'such' } }), { service: washing, ...facts })).toMatchObject({ serviceId: washing.id })
  })

  it('is handed over once, to the form that it is about', () => {
    const address = startDraft({ kind: 'question', serviceId: washing.id, text: 'Again' })
    expect(address).toEqual({ path: '/requests/new', query: { question: '1', service: washing.id } })
    expect(takeStart({ kind: 'order', serviceId: washing.id })).toBeUndefined()
    startDraft({ kind: 'question', serviceId: washing.id, text: 'Again' })
    expect(takeStart({ kind: 'question', serviceId: washing.id })?.text).toBe('Again')
    expect(takeStart({ kind: 'question', serviceId: washing.id })).toBeUndefined()
  })
})

describe('an order that somebody got stuck in', () => {
  const speaking = { pick: (text: Record<string, string | undefined>) => text['en'] ?? '', labels: { place: 'Where', times: 'When', stuck: 'I got stuck.' } }

  it('goes to a person as a question with everything that was entered', () => {
    const draft = { ...newDraft({ kind: 'order', serviceId: washing.id }, {}), text: 'It hums', place: 'Storgatan 1', details: { symptom: 'does-not-drain' } }
    const { kind, text, details } = handToPerson(draft, washing, speaking)
    expect({ kind, details }).toEqual({ kind: 'question', details: {} })
    expect(text).toMatch(/^It hums\nWhere: Storgatan 1\n.+ Does not drain$/)
    expect(handToPerson({ ...draft, text: '', place: '', details: {} }, washing, speaking).text).toBe('I got stuck.')
  })
})

describe('an order at a firm price', () => {
  const answers = defaultAnswers(firm.price)
  const priced = repeatStart(submitted({ serviceId: firm.id, answers, mode: firm.modes[0]!.id, details: {} }), { service: firm, ...facts })
  const draft = { ...newDraft({ kind: 'order', serviceId: firm.id }, { contact: { name: 'Vera', email: 'vera@client.example' } }), answers, estimate: priced.estimate, mode: firm.modes[0]!.id }

  it('goes the quick way, and needs no words of its own', () => {
    expect(isFirmOrder(draft, firm)).toBe(true)
    expect(argsOfDraft(withWords(draft, 'Screen'), firm, 'en')).toMatchObject({ path: 'quick', text: 'Screen' })
    expect(withWords({ ...draft, text: 'Mind the dog' }, 'Screen').text).toBe('Mind the dog')
  })

  it('goes the full way where the price is not firm or is only asked about', () => {
    expect(isFirmOrder({ ...draft, kind: 'question' }, firm)).toBe(false)
    expect(isFirmOrder({ ...draft, estimate: undefined }, firm)).toBe(false)
    expect(isFirmOrder(draft, washing)).toBe(false)
  })
})
