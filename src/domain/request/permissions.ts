import type { Actor } from './actor.ts'
import { commandNames, type CommandName } from './command.ts'
import type { RequestRow, RequestState } from './row.ts'
import { table, type Giver, type Rule } from './table.ts'

function giversOf(actor: Actor): readonly Giver[] {
  switch (actor.kind) {
    case 'member': return actor.mayDecide ? ['client'] : []
    case 'staff': return actor.roles
    case 'time': return ['time']
    default: return actor satisfies never
  }
}

/** Staff who stand before the client may write down the client's own decision. */
const mayRecordDecisions = (actor: Actor) =>
  actor.kind === 'staff' && actor.roles.some(role => role !== 'support')

const fits = (rule: Rule, request: RequestState) =>
  request === undefined ? rule.from === 'none' : rule.from !== 'none' && rule.from.includes(request.state) && rule.paths.includes(request.path)

const isBy = (rule: Rule, actor: Actor, isRecorded: boolean) =>
  isRecorded
    ? rule.isDecision === true && rule.by.includes('client') && mayRecordDecisions(actor)
    : giversOf(actor).some(giver => rule.by.includes(giver))

export type Permission = 'yes' | 'not-now' | 'not-you'

/** Whether the table lets `actor` give this command in the request's state; `isRecorded`: as a client's decision that staff write down. */
export function permissionFor(request: RequestState, name: CommandName, actor: Actor, isRecorded = false): Permission {
  const rules = table[name].filter(rule => fits(rule, request))
  if (rules.length === 0) return 'not-now'
  return rules.some(rule => isBy(rule, actor, isRecorded)) ? 'yes' : 'not-you'
}

/** What `actor` could do with the request now, in the table's order. */
export const allowedCommands = (request: RequestRow, actor: Actor): CommandName[] =>
  commandNames.filter(name => permissionFor(request, name, actor) === 'yes')
