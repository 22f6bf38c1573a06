import { describe, expect, it } from 'vitest'
import { roles, type Actor, type Role } from '#domain/request/actor.ts'
import { commandNames } from '#domain/request/command.ts'
import { allowedCommands } from '#domain/request/permissions.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { states, type State } from '#domain/request/states.ts'
import { table } from '#domain/request/table.ts'
import { clientDecisions, recordableNow } from '../../../src/desk/requests/commands/client-decisions.ts'
import { decisionSpecs } from '../../../src/desk/requests/commands/decision-specs.ts'
import { sortCommands } from '../../../src/desk/requests/commands/main-command.ts'
import { buttonCommands, inMatters } from '../../../src/desk/requests/commands/matters.ts'
import { staffSpecs } from '../../../src/desk/requests/commands/staff-specs.ts'
import { isPlainCommand, isTextCommand } from '../../../src/desk/requests/commands/text-forms.ts'

const row = (state: State, path: RequestRow['path'] = 'full') => ({ state, path, isUrgent: false, objections: [], evaluations: [], paid: 0, refunded: 0 }) as unknown as RequestRow
const everybody: Actor = { kind: 'staff', id: 's', name: 'S', roles }
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
    const ownForms = ['propose', 'report', 'finish', 'check', 'pause', 'proposeTimes', 'confirmTime', 'moveTime', 'proposeChange']
    expect(buttonCommands.filter(name => !isPlainCommand(name) && !isTextCommand(name) && !(name in staffSpecs) && !ownForms.includes(name))).toEqual([])
  })

  it('give every staff command of the table a place: a button, or one of its own on the request', () => {
    const elsewhere = ['submit', 'assign', 'note', 'postMessage', 'answerQuestion', 'answerRemark', 'answerEvaluation', 'withdrawMessage', 'settleObjection']
    const ofStaff = commandNames.filter(name => table[name].some(rule => rule.by.some(giver => giver !== 'client' && giver !== 'time')))
    expect(ofStaff.filter(name => !(buttonCommands as readonly string[]).includes(name) && !elsewhere.includes(name))).toEqual([])
  })

  it('stand in groups, each in one', () => {
    expect(inMatters(buttonCommands).flatMap(group => group.names)).toEqual(buttonCommands)
    expect(inMatters(['cancel', 'refund']).map(group => group.matter)).toEqual(['agreement', 'money'])
  })
})

describe('what the client said', () => {
  it('can be every decision of the table, and each has a form', () => {
    const decisions = commandNames.filter(name => table[name].some(rule => rule.isDecision))
    expect([...clientDecisions].sort()).toEqual(decisions.sort())
    expect(clientDecisions.filter(name => !(name in decisionSpecs))).toEqual(['chooseOption', 'agree', 'confirmTime', 'moveTime'])
  })

  it('is offered where it fits, and to nobody of support alone', () => {
    expect(recordableNow(row('changeOffered'), everybody, 0)).toEqual(expect.arrayContaining(['acceptChange', 'refuseChange']))
    expect(recordableNow(row('submitted'), everybody, 0)).not.toContain('acceptChange')
    expect(recordableNow(row('accepted'), everybody, 0)).not.toContain('claimWarranty')
    expect(recordableNow({ ...row('accepted'), warrantyUntil: 5 }, everybody, 0)).toContain('claimWarranty')
    expect(recordableNow(row('offered'), { ...everybody, roles: ['support'] }, 0)).toEqual([])
  })
})
