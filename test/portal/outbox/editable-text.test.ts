import { describe, expect, it } from 'vitest'
import { editableText, withText } from '../../../src/portal/outbox/editable-text.ts'

const contact = { name: 'Ada' }

describe('The words of a change', () => {
  it('can be changed wherever its writer wrote some, and nothing else of it changes', () => {
    expect(editableText({ name: 'postMessage', args: { text: 'Hello' } })).toBe('Hello')
    expect(editableText({ name: 'cancel', args: { reason: 'Too dear' } })).toBe('Too dear')
    expect(editableText({ name: 'accept', args: { remarks: 'A scratch' } })).toBe('A scratch')
    expect(withText({ name: 'remark', args: { id: 'x', kind: 'wish', text: 'Old' } }, ' New ')).toEqual({ id: 'x', kind: 'wish', text: 'New' })
  })

  it('are not offered where there are none', () => {
    expect(editableText({ name: 'accept', args: {} })).toBeUndefined()
    expect(editableText({ name: 'helped', args: {} })).toBeUndefined()
    expect(editableText({ name: 'agree', args: { optionId: 'a', revision: 1, total: 1, most: 1, termsHash: '', name: 'Ada' } })).toBeUndefined()
  })

  it('take a title along that was made of them, and leave a service\'s title alone', () => {
    const question = { path: 'question', title: 'Do you mend it?', text: 'Do you mend it?', language: 'en', contact } as const
    expect(withText({ name: 'submit', args: question }, 'Do you mend umbrellas?\nA red one')).toMatchObject({ title: 'Do you mend umbrellas?', text: 'Do you mend umbrellas?\nA red one' })
    expect(withText({ name: 'submit', args: { ...question, path: 'full', title: 'Bicycle service' } }, 'It squeaks')).toMatchObject({ title: 'Bicycle service', text: 'It squeaks' })
  })
})
