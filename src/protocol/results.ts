import type { Rejection } from '#domain/request/rejection.ts'

/**
 * What became of a command, for ever. `scopes`: the versions at which the author's feeds hold its effect; `event`: the
 * number of its last shared event (absent for commands without one); `at`: the server's time when it first took the command.
 */
export type CommandResult =
  | { kind: 'applied', scopes: Record<string, number>, event?: number, at?: number }
  | { kind: 'rejected', rejection: Rejection }
  | { kind: 'parked' }
  | { kind: 'void' }

/** A result as the sender reads it back. */
export type StoredResult = { seq: number, mid: string, result: CommandResult }

/** One command's line of a push answer. `later`: not looked at, send it again. `already`: this is the stored result. */
export type PushLine =
  | { seq: number, mid: string, status: 'done' | 'already', result: CommandResult }
  | { seq: number, mid: string, status: 'later' }
