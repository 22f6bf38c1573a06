import type { Role } from './actor.ts'
import type { CommandName } from './command.ts'
import { endedStates, openStates, states, type State } from './states.ts'
import type { Path } from '../catalog/service.ts'

/** Who may give a command: the client, time itself, or staff by role. */
export type Giver = 'client' | 'time' | Role

/**
 * One row of the rules. `to`: the state that follows; `same` keeps it; `back` returns to where it came from.
 * `isDecision`: a client's yes or no that staff may record for them with `via`.
 */
export type Rule = {
  from: readonly State[] | 'none'
  to: State | 'same' | 'back' | readonly State[]
  by: readonly Giver[]
  paths: readonly Path[]
  isDecision?: true
}

const C = 'client', R = 'reception', E = 'executor', S = 'support', M = 'manager', T = 'time'
const q = 'question', k = 'quick', f = 'full'
const everywhere = [q, k, f] as const
const orders = [k, f] as const
const anybody = [C, R, E, S, M] as const
const fromAgreedOn: State[] = ['agreed', 'inProgress', 'paused', 'changeOffered', 'checking', 'delivered', 'accepted', 'claimed', ...endedStates]
const untilChecked: State[] = ['submitted', 'clarifying', 'answered', 'proposing', 'offered', 'agreeing', 'agreed', 'inProgress', 'paused', 'changeOffered', 'checking']

/** The whole table of the product: command, from, to, who, path. Nothing is allowed that does not stand here. */
export const table: Record<CommandName, readonly Rule[]> = {
  submit: [{ from: 'none', to: ['submitted', 'agreeing'], by: [C, R, S], paths: everywhere }],
  take: [{ from: ['submitted', 'clarifying'], to: 'proposing', by: [R, S, M], paths: [f] }],
  ask: [{ from: ['submitted', 'proposing'], to: 'clarifying', by: [R, S, E, M], paths: [q, f] }],
  answer: [{ from: ['clarifying'], to: 'back', by: [C], paths: [q, f], isDecision: true }],
  answerQuestion: [{ from: ['submitted', 'clarifying'], to: 'answered', by: [R, E, S, M], paths: [q] }],
  helped: [{ from: ['answered'], to: 'closed', by: [C], paths: [q], isDecision: true }],
  turnIntoOrder: [{ from: ['submitted', 'clarifying', 'answered', 'closed'], to: 'submitted', by: [C, R], paths: [q] }],
  askForFullPath: [{ from: ['agreeing', 'agreed'], to: 'submitted', by: [C], paths: [k], isDecision: true }],
  decline: [{ from: ['submitted', 'clarifying', 'proposing', 'agreeing'], to: 'declined', by: [R, M], paths: everywhere }],
  propose: [{ from: ['submitted', 'clarifying', 'proposing', 'offered', 'agreeing'], to: 'offered', by: [R, E, M], paths: [f] }],
  withdraw: [{ from: ['offered', 'agreeing'], to: 'proposing', by: [R, M], paths: orders }],
  expire: [{ from: ['offered', 'agreeing'], to: 'proposing', by: [T], paths: orders }],
  askForChanges: [{ from: ['offered', 'agreeing'], to: 'proposing', by: [C], paths: orders, isDecision: true }],
  refuse: [{ from: ['offered', 'agreeing'], to: 'refused', by: [C], paths: orders, isDecision: true }],
  chooseOption: [{ from: ['offered'], to: 'agreeing', by: [C], paths: [f], isDecision: true }],
  reconsider: [{ from: ['agreeing'], to: 'offered', by: [C], paths: [f], isDecision: true }],
  agree: [{ from: ['agreeing'], to: 'agreed', by: [C], paths: orders, isDecision: true }],
  proposeTimes: [{ from: openStates, to: 'same', by: [R, E, M, C], paths: orders }],
  confirmTime: [{ from: openStates, to: 'same', by: [R, E, M, C], paths: orders, isDecision: true }],
  moveTime: [{ from: openStates, to: 'same', by: [R, E, M, C], paths: orders, isDecision: true }],
  cancelTime: [{ from: openStates, to: 'same', by: [R, E, M, C], paths: orders, isDecision: true }],
  receiveItem: [{ from: openStates, to: 'same', by: [R, E, M], paths: orders }],
  readyForPickup: [{ from: states, to: 'same', by: [R, E, M], paths: orders }],
  handOver: [{ from: states, to: 'same', by: [R, E, M], paths: orders }],
  start: [{ from: ['agreed', 'claimed'], to: 'inProgress', by: [E, M], paths: orders }],
  report: [{ from: ['inProgress'], to: 'same', by: [E, M], paths: orders }],
  pause: [{ from: ['inProgress'], to: 'paused', by: [E, R, M], paths: orders }],
  resume: [{ from: ['paused'], to: 'inProgress', by: [E, R, M], paths: orders }],
  proposeChange: [{ from: ['agreed', 'inProgress', 'paused', 'changeOffered'], to: 'changeOffered', by: [E, M], paths: orders }],
  acceptChange: [{ from: ['changeOffered'], to: 'back', by: [C], paths: orders, isDecision: true }],
  refuseChange: [{ from: ['changeOffered'], to: 'back', by: [C], paths: orders, isDecision: true }],
  withdrawChange: [{ from: ['changeOffered'], to: 'back', by: [E, M], paths: orders }],
  finish: [
    { from: ['inProgress'], to: 'checking', by: [E, M], paths: [f] },
    { from: ['inProgress'], to: 'delivered', by: [E, M], paths: [k] },
  ],
  check: [{ from: ['checking'], to: 'delivered', by: [E, M], paths: [f] }],
  returnToWork: [{ from: ['checking'], to: 'inProgress', by: [E, M], paths: [f] }],
  accept: [{ from: ['delivered'], to: 'accepted', by: [C, T], paths: orders, isDecision: true }],
  askForRework: [{ from: ['delivered'], to: 'inProgress', by: [C], paths: orders, isDecision: true }],
  claimWarranty: [{ from: ['accepted', 'closed'], to: 'claimed', by: [C], paths: orders, isDecision: true }],
  withdrawClaim: [{ from: ['claimed'], to: 'back', by: [C], paths: orders, isDecision: true }],
  declineClaim: [{ from: ['claimed'], to: 'back', by: [M], paths: orders }],
  close: [
    { from: ['accepted'], to: 'closed', by: [T, M], paths: orders },
    { from: ['answered'], to: 'closed', by: [T], paths: [q] },
    { from: ['delivered'], to: 'closed', by: [M], paths: orders },
  ],
  reopen: [
    { from: ['answered', 'closed'], to: 'submitted', by: [C, R], paths: [q] },
    { from: ['declined', 'refused', 'cancelled'], to: 'submitted', by: [C, R], paths: everywhere },
  ],
  cancel: [
    { from: untilChecked, to: ['cancelled', 'accepted', 'closed'], by: [C, R, M], paths: everywhere, isDecision: true },
    { from: ['claimed'], to: 'back', by: [C, R, M], paths: orders, isDecision: true },
  ],
  evaluate: [{ from: fromAgreedOn, to: 'same', by: [C], paths: everywhere, isDecision: true }],
  answerEvaluation: [{ from: fromAgreedOn, to: 'same', by: [M], paths: everywhere }],
  requireDeposit: [{ from: states, to: 'same', by: [R, M], paths: orders }],
  issueBill: [{ from: states, to: 'same', by: [R, M], paths: orders }],
  recordPayment: [{ from: states, to: 'same', by: [R, M], paths: orders }],
  refund: [{ from: states, to: 'same', by: [R, M], paths: orders }],
  objectToRecord: [{ from: states, to: 'same', by: [C], paths: everywhere }],
  settleObjection: [{ from: states, to: 'same', by: [R, M], paths: everywhere }],
  postMessage: [{ from: states, to: 'same', by: anybody, paths: everywhere }],
  withdrawMessage: [{ from: states, to: 'same', by: anybody, paths: everywhere }],
  attach: [{ from: states, to: 'same', by: anybody, paths: everywhere }],
  remark: [{ from: states, to: 'same', by: [C], paths: everywhere, isDecision: true }],
  answerRemark: [{ from: states, to: 'same', by: [R, E, S, M], paths: everywhere }],
  logCall: [{ from: states, to: 'same', by: [R, E, S, M], paths: everywhere }],
  markUrgent: [{ from: states, to: 'same', by: anybody, paths: everywhere }],
  assign: [{ from: openStates, to: 'same', by: [R, M], paths: everywhere }],
  setPriority: [{ from: openStates, to: 'same', by: [R, M], paths: everywhere }],
  note: [{ from: openStates, to: 'same', by: [R, M], paths: everywhere }],
}
