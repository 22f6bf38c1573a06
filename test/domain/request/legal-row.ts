import { paths } from '#domain/catalog/service.ts'
import type { RequestRow, RequestState } from '#domain/request/row.ts'
import { states, type State } from '#domain/request/states.ts'

const afterAgreement: readonly State[] = ['agreed', 'inProgress', 'paused', 'changeOffered', 'checking', 'delivered', 'accepted', 'claimed']
const duringClaim: readonly State[] = ['claimed', 'inProgress', 'paused', 'changeOffered', 'checking', 'delivered']
const withResult: readonly State[] = ['checking', 'delivered', 'accepted', 'claimed']
const undecided: readonly State[] = ['submitted', 'clarifying', 'answered', 'proposing', 'offered']
const endedEarly: readonly State[] = ['declined', 'refused', 'cancelled']

/** Paths to everything in a value that JSON would not bring back as it is. */
export function notJson(value: unknown, path = ''): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value)) return []
  if (typeof value !== 'object') return [`${path}: ${String(value)}`]
  return Object.entries(value).flatMap(([key, entry]) => notJson(entry, `${path}.${key}`))
}

/** What is wrong with a row, whatever it was folded from: a state or path that does not exist, values that are not plain. */
export function oddities(row: RequestState): string[] {
  if (row === undefined) return []
  return [...states.includes(row.state) ? [] : [row.state], ...paths.includes(row.path) ? [] : [row.path], ...notJson(row)]
}

/** What is wrong with a row that was folded from decisions: besides, all that its state speaks of must be there, and nothing else. */
export function faults(row: RequestRow): string[] {
  const { state } = row
  const rules: Record<string, boolean> = {
    'change only while it is offered': (row.change !== undefined) === (state === 'changeOffered'),
    'way back only from a question or a change': (row.returnTo !== undefined) === (state === 'changeOffered' || state === 'clarifying'),
    'claim only while one lives': row.claimFrom === undefined || duringClaim.includes(state),
    'pause only while paused': row.pause === undefined || state === 'paused' || state === 'changeOffered',
    'a proposal to choose from': row.proposal !== undefined || !(state === 'offered' || state === 'agreeing'),
    'a choice to agree to': row.choice !== undefined || state !== 'agreeing',
    'no choice while there is none to make': row.choice === undefined || !undecided.includes(state),
    'an agreement to work on': row.agreement !== undefined || !afterAgreement.includes(state),
    'no changes without an agreement': row.agreement !== undefined || row.acceptedChanges.length === 0,
    'a result to check': row.result !== undefined || !withResult.includes(state),
    'a reason for an early end': row.endedBecause !== undefined || !endedEarly.includes(state),
    'nobody expected after an early end': row.appointment === undefined || !endedEarly.includes(state),
    'no more refunded than paid': row.paid >= row.refunded,
  }
  return [...oddities(row), ...Object.keys(rules).filter(name => !rules[name]).map(name => `${state}: ${name}`)]
}
