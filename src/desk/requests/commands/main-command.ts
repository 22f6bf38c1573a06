import type { CommandName } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { State } from '#domain/request/states.ts'
import { buttonCommands, type ButtonCommand } from './matters.ts'
import { fitsNow } from './fits-now.ts'

const isButton = (name: CommandName): name is ButtonCommand => (buttonCommands as readonly CommandName[]).includes(name)

/** What our side does next in each state; where it is the client's turn, nothing. */
const nextByState: Partial<Record<State, ButtonCommand>> = {
  submitted: 'take', proposing: 'propose', agreed: 'start', inProgress: 'finish', paused: 'resume', checking: 'check', claimed: 'start',
}

/** The one command that moves the request on now, whoever may give it. A question's answer is written in the reply. */
export function nextCommand({ state, path }: RequestRow): ButtonCommand | undefined {
  return path === 'question' && (state === 'submitted' || state === 'clarifying') ? undefined : nextByState[state]
}

/** What one person may do: the next sensible command as the main button, the rest behind "More". */
export function sortCommands(request: RequestRow, allowed: readonly CommandName[]): { main: ButtonCommand | undefined, more: ButtonCommand[] } {
  const next = nextCommand(request)
  const main = next && allowed.includes(next) ? next : undefined
  return { main, more: buttonCommands.filter(name => allowed.includes(name) && name !== main && fitsNow(name, request)) }
}

/** Of what the server says can be done instead, what this desk has a button for. */
export const buttonsAmong = (names: readonly CommandName[]): ButtonCommand[] => names.filter(isButton)

const grave: readonly CommandName[] = ['decline', 'cancel', 'declineClaim', 'refund', 'refuse', 'cancelTime', 'withdrawChange']

/** Wrong by a slip of the finger would be bad: these are asked for with a reason or a second tap, and shown in red. */
export const isGrave = (name: CommandName) => grave.includes(name)
