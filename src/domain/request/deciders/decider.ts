import type { CommandName, CommandOf } from '../command.ts'
import type { Context } from '../context.ts'
import type { EventBody, NewEvent } from '../event.ts'
import type { Rejection } from '../rejection.ts'
import type { RequestRow } from '../row.ts'

export type Decision = EventBody | EventBody[] | Rejection

/** Judges one command that the table already allows. */
export type Decider<Name extends CommandName> = (request: RequestRow, command: CommandOf<Name>, context: Context) => Decision

export type Deciders<Name extends CommandName> = { [N in Name]: Decider<N> }

const deskTypes: readonly string[] = ['assigned', 'prioritySet', 'noted']

/** Puts an event into its stream. */
export const inStream = (body: EventBody): NewEvent => ({ stream: deskTypes.includes(body.type) ? 'desk' : 'shared', body })
