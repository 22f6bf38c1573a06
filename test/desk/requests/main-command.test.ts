import { describe, expect, it } from 'vitest'
import { roles, type Role } from '#domain/request/actor.ts'
import { allowedCommands } from '#domain/request/permissions.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { states, type State } from '#domain/request/states.ts'
import { buttonCommands, sortCommands } from '../../../src/desk/requests/commands/main-command.ts'
import { isPlainCommand, isTextCommand } from '../../../src/desk/requests/commands/text-forms.ts'

const row = (state: State, path: RequestRow['path'] = 'full') => ({ state, path, isUrgent: false }) as RequestRow
const sorted = (request: RequestRow, able: readonly Role[] = roles) => sortCommands(request, allowedCommands(request, { kind: 'staff', id: 's', name: 'S', roles: able }))

describe('the buttons of a request', () => {
  it('begin with the next sensible command of the straight path', () => {
    const mains = (['submitted', 'proposing', 'offered', 'agreed', 'inProgress', 'paused', 'checking', 'delivered', 'accepted'] as const).map(state => sorted(row(state)).main)
    expect(mains).toEqual(['take', 'propose', undefined, 'start', 'finish', 'resume', 'check', undefined, undefined])
  })

  it('have no main one where a role does not allow it', () => {
    expect(sorted(row('agreed'), ['reception']).main).toBeUndefined()
    expect(sorted(row('agreed'), ['executor']).main).toBe('start')
  })

  it('leave a question\'s answer to the reply', () => {
    expect(sorted(row('submitted', 'question')).main).toBeUndefined()
  })

  it('never show one command twice, nor one that the table forbids', () => {
    for (const state of states) {
      const request = row(state)
      const { main, more } = sorted(request)
      const all = [...(main ? [main] : []), ...more]
      expect(new Set(all).size).toBe(all.length)
      expect(all.filter(name => !allowedCommands(request, { kind: 'staff', id: 's', name: 'S', roles }).includes(name))).toEqual([])
    }
  })

  it('each lead somewhere: to a form, or straight to the server', () => {
    const ownForms = ['propose', 'report', 'finish', 'check', 'pause']
    expect(buttonCommands.filter(name => !isPlainCommand(name) && !isTextCommand(name) && !ownForms.includes(name))).toEqual([])
  })
})
