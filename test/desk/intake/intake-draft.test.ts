import { describe, expect, it } from 'vitest'
import { beginIntake, buildIntake, clientSearch, titleOf, withClient, type IntakeDraft } from '../../../src/desk/intake/intake-draft.ts'

let next = 0
const begun = beginIntake(() => `id-${next++}`, 'sv')
const draft = (more: Partial<IntakeDraft>): IntakeDraft => ({ ...begun, name: 'Karin', phone: '070 123 45 67', text: 'It does not drain', ...more })
const karin = { account: 'a', contact: { name: 'Karin Ek', phone: '+46701234567', email: 'karin@example.com' }, language: 'ru' as const, isConfirmed: true, requestCount: 2 }

describe('a request taken in at the counter', () => {
  it('needs who, how to reach them, and what it is about', () => {
    const empty = buildIntake(begun, undefined)
    expect(empty).toEqual({ ok: false, refusal: { name: 'missing', text: 'missing', phone: 'reach' } })
    expect(buildIntake(draft({ phone: 'call me' }), undefined)).toMatchObject({ refusal: { phone: 'wrong' } })
    expect(buildIntake(draft({ phone: '', email: 'karin' }), undefined)).toMatchObject({ refusal: { email: 'wrong' } })
  })

  it('becomes a request with the service\'s title, or the first words', () => {
    expect(buildIntake(draft({}), undefined)).toEqual({ ok: true, value: {
      path: 'full', title: 'It does not drain', text: 'It does not drain', language: 'sv', contact: { name: 'Karin', phone: '070 123 45 67', channel: 'phone' },
    } })
    expect(buildIntake(draft({ serviceId: 'pump', phone: '', email: 'k@example.com' }), 'Pump')).toMatchObject({ value: { title: 'Pump', serviceId: 'pump', contact: { channel: 'email' } } })
    expect(titleOf(`${'water '.repeat(30)}\nmore`)).toMatch(/^water( water)+ \.\.\.$/)
    expect(titleOf('x'.repeat(200)).length).toBeLessThan(80)
  })

  it('looks for the client by what tells most', () => {
    expect(clientSearch(draft({ phone: '123' }))).toBe('Karin')
    expect(clientSearch(draft({}))).toBe('070 123 45 67')
    expect(clientSearch(draft({ phone: '', email: 'kar@e' }))).toBe('kar@e')
    expect(clientSearch(draft({ phone: '', name: 'Ka' }))).toBeUndefined()
  })

  it('takes over what is known of somebody who has been here, and keeps a number that was typed whole', () => {
    expect(withClient(draft({ phone: '4567', name: '' }), karin)).toMatchObject({ known: { account: 'a', name: 'Karin Ek' }, name: 'Karin Ek', phone: '+46701234567', email: 'karin@example.com', language: 'ru' })
    expect(withClient(draft({ phone: '08 555 55 55' }), karin).phone).toBe('08 555 55 55')
  })
})
