import type { CommandName } from '#domain/request/command.ts'
import type { Fault } from './network.ts'

/**
 * One thing that happens. `dice` decide what exactly, once it is known how things stand; so a step means the same when others are left out.
 * `waitMs`: how long the world looks on before the next thing happens; without it, until this one is over.
 */
export type Step = { device: number, tab: number, dice: number, waitMs?: number } & Deed

export type Deed =
  | { kind: 'write' | 'discard' | 'restore' | 'change' | 'screen' | 'stranger' | 'signIn' | 'signOut' | 'endSession' }
  /** `name`: what somebody at the desk does, where that is not left to the dice. */
  | { kind: 'desk', name?: CommandName }
  | { kind: 'sync', faults: Fault[] }
  /** The whole profile is copied to another device, which loses its own. */
  | { kind: 'cloneProfile', to: number }
  | { kind: 'line', isDown: boolean, broken: string[], pageRows: number }
  | { kind: 'killTab' | 'killDevice' | 'losePower' | 'takeImage' | 'putBackImage' | 'trim' }
  | { kind: 'killTabAt', commits: number, when: 'before' | 'after' }
  | { kind: 'killServer' | 'backUp' | 'restoreServer' | 'replayParked' | 'jobs' }
  | { kind: 'killServerAt', transactions: number, when: 'beforeCommit' | 'afterCommit' }
  | { kind: 'deviceClock' | 'serverClock', ms: number }

export type StepKind = Deed['kind']
