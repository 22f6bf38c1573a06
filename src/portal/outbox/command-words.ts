import type { Command, CommandName } from '#domain/request/command.ts'

const clientsOwn = [
  'submit', 'answer', 'helped', 'turnIntoOrder', 'askForFullPath', 'askForChanges', 'refuse', 'chooseOption', 'reconsider', 'agree', 'proposeTimes',
  'confirmTime', 'moveTime', 'cancelTime', 'acceptChange', 'refuseChange', 'accept', 'askForRework', 'claimWarranty', 'withdrawClaim', 'reopen', 'cancel',
  'evaluate', 'objectToRecord', 'postMessage', 'withdrawMessage', 'attach', 'remark', 'markUrgent',
] as const satisfies readonly CommandName[]

/** What a change is called in lists. */
export function commandKey(name: CommandName) {
  const own = clientsOwn.find(known => known === name)
  return `outbox.commands.${own ?? 'other'}` as const
}

/** The words that its writer put into a command; empty where it has none. */
export function wordsIn({ name, args }: Command): string {
  if (name === 'submit') return args.text
  if ('text' in args && args.text) return args.text
  if ('reason' in args && args.reason) return args.reason
  if ('remarks' in args && args.remarks) return args.remarks
  return ''
}
