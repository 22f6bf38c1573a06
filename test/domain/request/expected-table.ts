import type { Path } from '#domain/catalog/service.ts'
import type { Actor } from '#domain/request/actor.ts'
import type { RequestState } from '#domain/request/row.ts'
import { openStates, states, type State } from '#domain/request/states.ts'
import type { Giver } from '#domain/request/table.ts'

/**
 * The table of the design, written down a second time: `command | from | to | who | path`. One letter each for who may give it (client,
 * reception, executor, support, manager, time) and for the path (question, quick, full). `C!`: a decision that staff may record.
 * Commands of one line are alike. States: `any`, `open`, `priced` (any, once a price is agreed), `a to b`, `a and after`.
 */
const text = `
  submit                       | -                                                 | submitted agreeing | C R S    | q k f
  take                         | submitted clarifying                              | proposing  | R S M      | f
  ask                          | submitted proposing                               | clarifying | R S E M    | q f
  answer                       | clarifying                                        | back       | C!         | q f
  answerQuestion               | submitted clarifying                              | answered   | R E S M    | q
  helped                       | answered                                          | closed     | C!         | q
  turnIntoOrder                | submitted clarifying answered closed              | submitted  | C R        | q
  askForFullPath               | agreeing agreed                                   | submitted  | C!         | k
  decline                      | submitted clarifying proposing agreeing           | declined   | R M        | q k f
  propose                      | submitted clarifying proposing offered agreeing   | offered    | R E M      | f
  withdraw                     | offered agreeing                                  | proposing  | R M        | k f
  expire                       | offered agreeing                                  | proposing  | T          | k f
  askForChanges                | offered agreeing                                  | proposing  | C!         | k f
  refuse                       | offered agreeing                                  | refused    | C!         | k f
  chooseOption                 | offered                                           | agreeing   | C!         | f
  reconsider                   | agreeing                                          | offered    | C!         | f
  agree                        | agreeing                                          | agreed     | C!         | k f
  proposeTimes                 | open                                              | =          | R E M C    | k f
  confirmTime moveTime cancelTime | open                                           | =          | R E M C!   | k f
  receiveItem                  | open                                              | =          | R E M      | k f
  readyForPickup handOver      | any                                               | =          | R E M      | k f
  start                        | agreed claimed                                    | inProgress | E M        | k f
  report                       | inProgress                                        | =          | E M        | k f
  pause                        | inProgress                                        | paused     | E R M      | k f
  resume                       | paused                                            | inProgress | E R M      | k f
  proposeChange                | agreed inProgress paused changeOffered            | changeOffered | E M     | k f
  acceptChange refuseChange    | changeOffered                                     | back       | C!         | k f
  withdrawChange               | changeOffered                                     | back       | E M        | k f
  finish                       | inProgress                                        | checking   | E M        | f
  finish                       | inProgress                                        | delivered  | E M        | k
  check                        | checking                                          | delivered  | E M        | f
  returnToWork                 | checking                                          | inProgress | E M        | f
  accept                       | delivered                                         | accepted   | C! T       | k f
  askForRework                 | delivered                                         | inProgress | C!         | k f
  claimWarranty                | accepted closed                                   | claimed    | C!         | k f
  withdrawClaim                | claimed                                           | back       | C!         | k f
  declineClaim                 | claimed                                           | back       | M          | k f
  close                        | accepted                                          | closed     | T M        | k f
  close                        | answered                                          | closed     | T          | q
  close                        | delivered                                         | closed     | M          | k f
  reopen                       | answered closed                                   | submitted  | C R        | q
  reopen                       | declined refused cancelled                        | submitted  | C R        | q k f
  cancel                       | submitted to checking                             | cancelled accepted closed | C! R M | q k f
  cancel                       | claimed                                           | back       | C! R M     | k f
  evaluate                     | agreed and after                                  | =          | C!         | q k f
  answerEvaluation             | agreed and after                                  | =          | M          | q k f
  requireDeposit issueBill recordPayment refund | priced                           | =          | R M        | k f
  objectToRecord               | any                                               | =          | C          | q k f
  settleObjection              | any                                               | =          | R M        | q k f
  postMessage withdrawMessage attach markUrgent | any                              | =          | C R E S M  | q k f
  remark                       | any                                               | =          | C!         | q k f
  answerRemark logCall         | any                                               | =          | R E S M    | q k f
  assign setPriority note      | open                                              | =          | R M        | q k f
`

export type ExpectedRule = { command: string, from: 'none' | State[], to: string[], by: Giver[], paths: Path[], isDecision: boolean }

const giverByLetter: Record<string, Giver> = { C: 'client', R: 'reception', E: 'executor', S: 'support', M: 'manager', T: 'time' }
const pathByLetter: Record<string, Path> = { q: 'question', k: 'quick', f: 'full' }
const words = (cell: string) => cell.trim().split(/\s+/)

function pick<Value>(valueByLetter: Record<string, Value>, letter: string): Value {
  const value = valueByLetter[letter]
  if (value === undefined) throw new Error(`What is "${letter}"?`)
  return value
}

function stateNamed(name: string | undefined): State {
  const state = states.find(one => one === name)
  if (!state) throw new Error(`There is no state "${name}"`)
  return state
}

function readStates(cell: string): ExpectedRule['from'] {
  const [first, joint, last] = words(cell)
  if (cell.trim() === '-') return 'none'
  if (cell.trim() === 'any' || cell.trim() === 'priced') return [...states]
  if (cell.trim() === 'open') return [...openStates]
  if (joint === 'to') return states.slice(states.indexOf(stateNamed(first)), states.indexOf(stateNamed(last)) + 1)
  if (joint === 'and') return states.slice(states.indexOf(stateNamed(first)))
  return words(cell).map(stateNamed)
}

function readRow(row: string): ExpectedRule[] {
  const [commands = '', from = '', to = '', who = '', path = ''] = row.split('|')
  return words(commands).map(command => ({
    command,
    from: readStates(from),
    to: words(to).map(word => (word === '=' ? 'same' : word === 'back' ? word : stateNamed(word))),
    by: words(who).map(letter => pick(giverByLetter, letter.replace('!', ''))),
    paths: words(path).map(letter => pick(pathByLetter, letter)),
    isDecision: who.includes('!'),
  }))
}

export const expectedRules: readonly ExpectedRule[] = text.trim().split('\n').flatMap(readRow)

/** By the text above: where the command leads when this person gives it now; undefined where it is forbidden. */
export function whereTo(request: RequestState, name: string, actor: Actor, isRecorded: boolean): string[] | undefined {
  const givers: readonly Giver[] = actor.kind === 'time' ? ['time'] : actor.kind === 'staff' ? actor.roles : actor.mayDecide ? ['client'] : []
  const recorders: readonly Giver[] = ['reception', 'executor', 'manager']
  return expectedRules.find(rule => {
    if (rule.command !== name) return false
    if (request === undefined || rule.from === 'none') return request === undefined && rule.from === 'none' && !isRecorded && givers.some(giver => rule.by.includes(giver))
    if (!rule.from.includes(request.state) || !rule.paths.includes(request.path)) return false
    return isRecorded ? rule.isDecision && actor.kind === 'staff' && givers.some(giver => recorders.includes(giver)) : givers.some(giver => rule.by.includes(giver))
  })?.to
}
