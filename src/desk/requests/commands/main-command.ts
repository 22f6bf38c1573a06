import type { CommandName } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { State } from '#domain/request/states.ts'

/** Commands that this desk has a button for, in the order of "More". */
export const buttonCommands = [
  'take', 'propose', 'start', 'report', 'finish', 'check', 'resume', 'ask', 'turnIntoOrder', 'withdraw', 'pause', 'returnToWork',
  'logCall', 'markUrgent', 'close', 'reopen', 'declineClaim', 'decline', 'cancel',
] as const satisfies CommandName[]
export type ButtonCommand = (typeof buttonCommands)[number]

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
  const possible = buttonCommands.filter(name => allowed.includes(name) && name !== main && !(name === 'markUrgent' && request.isUrgent))
  return { main, more: possible }
}

/** Of what the server says can be done instead, what this desk has a button for. */
export const buttonsAmong = (names: readonly CommandName[]): ButtonCommand[] => names.filter(isButton)

/** Wrong by a slip of the finger would be bad: these are asked for with a reason or a second tap, and shown in red. */
export const isGrave = (name: ButtonCommand) => name === 'decline' || name === 'cancel' || name === 'declineClaim'
