import type { Command, CommandName } from './command.ts'
import type { Context } from './context.ts'
import { after } from './deciders/after.ts'
import { inStream, type Decision, type Deciders } from './deciders/decider.ts'
import { offering } from './deciders/offering.ts'
import { opening } from './deciders/opening.ts'
import { decideSubmit } from './deciders/submit.ts'
import { talking } from './deciders/talking.ts'
import { visiting } from './deciders/visiting.ts'
import { changing, working } from './deciders/working.ts'
import type { NewEvent } from './event.ts'
import { allowedCommands, permissionFor } from './permissions.ts'
import { isRejection, reject, type Rejection } from './rejection.ts'
import type { RequestRow, RequestState } from './row.ts'
import { withoutUndefined } from './without-undefined.ts'

const deciders: Deciders<Exclude<CommandName, 'submit'>> = {
  ...opening, ...visiting, ...offering, ...changing, ...working, ...after, ...talking,
}

/**
 * What follows from a command: the events of one step, or why not. The same function runs on the phone, at once and
 * hopefully, and on the server, whose word counts. Pure: clock, actor and catalog come with the context.
 */
export function decide(request: RequestState, command: Command, context: Context): NewEvent[] | Rejection {
  switch (permissionFor(request, command.name, context.actor, command.via !== undefined)) {
    case 'not-now': return withWayOn(request ? reject('not-allowed-now', { state: request.state }) : reject('no-such-request'), request, context)
    case 'not-you': return withWayOn(reject('not-allowed-for-you'), request, context)
    case 'yes': break
  }
  const decision = request === undefined ? decideFirst(command, context) : decideNext(request, command, context)
  if (isRejection(decision)) return withWayOn(decision, request, context)
  return (Array.isArray(decision) ? decision : [decision]).map((body, index) => withoutUndefined({
    ...inStream(body),
    ...(index === 0 && command.files?.length ? { files: command.files } : {}),
    ...(command.via ? { via: command.via } : {}),
  }))
}

/** Every refusal says what its writer could do instead. */
const withWayOn = (rejection: Rejection, request: RequestState, { actor }: Context): Rejection =>
  ({ ...rejection, canDo: request ? allowedCommands(request, actor) : [] })

const decideFirst = (command: Command, context: Context): Decision =>
  command.name === 'submit' ? decideSubmit(command, context) : reject('no-such-request')

function decideNext(request: RequestRow, command: Command, context: Context): Decision {
  if (command.name === 'submit') return reject('already-there')
  // The table is typed per name; the compiler cannot follow a name and its own arguments through one lookup.
  const decider = deciders[command.name] as (request: RequestRow, command: Command, context: Context) => Decision
  return decider(request, command, context)
}
