import type { CommandName } from '#domain/request/command.ts'

/** What a command is about: so they are grouped behind "More". */
export const matters = ['agreement', 'visit', 'item', 'work', 'money', 'record'] as const
export type Matter = (typeof matters)[number]

/** Commands that this desk has a button for, by what they are about, in the order of "More". */
const commandsByMatter = {
  agreement: ['take', 'propose', 'ask', 'turnIntoOrder', 'withdraw', 'proposeChange', 'withdrawChange', 'reopen', 'decline', 'cancel'],
  visit: ['proposeTimes', 'confirmTime', 'moveTime', 'cancelTime'],
  item: ['receiveItem', 'readyForPickup', 'handOver'],
  work: ['start', 'report', 'finish', 'check', 'resume', 'pause', 'returnToWork', 'close', 'declineClaim'],
  money: ['requireDeposit', 'issueBill', 'recordPayment', 'refund'],
  record: ['logCall', 'attach', 'setPriority', 'markUrgent'],
} as const satisfies Record<Matter, CommandName[]>

export type ButtonCommand = (typeof commandsByMatter)[Matter][number]
export const buttonCommands: readonly ButtonCommand[] = matters.flatMap(matter => [...commandsByMatter[matter]])

/** These commands in groups; a matter without any has none. */
export const inMatters = (names: readonly ButtonCommand[]): { matter: Matter, names: ButtonCommand[] }[] => matters
  .map(matter => ({ matter, names: commandsByMatter[matter].filter(name => names.includes(name)) as ButtonCommand[] }))
  .filter(group => group.names.length > 0)
