import { describe, expect, it } from 'vitest'
import type { RequestRow } from '#domain/request/row.ts'
import { fillAnswer, inClientsLanguage } from '../../../src/desk/requests/thread/ready-answers.ts'

describe('ready answers', () => {
  it('begin with those that the client can read', () => {
    const answers = [{ id: '1', language: 'en' as const, title: 'A', text: 'x' }, { id: '2', language: 'sv' as const, title: 'B', text: 'x' }, { id: '3', language: 'sv' as const, title: 'A', text: 'x' }]
    expect(inClientsLanguage(answers, 'sv').map(answer => answer.id)).toEqual(['3', '2', '1'])
  })

  it('are filled from the request, and keep what they do not know', () => {
    const request = { contact: { name: 'Karin $& Ek' }, id: '01960000-0000-7000-8000-000000000001', title: 'Pump' } as unknown as RequestRow
    expect(fillAnswer('Hello {name}, {number}: {title}. {other}', request)).toBe('Hello Karin $& Ek, 0000-0001: Pump. {other}')
  })
})
