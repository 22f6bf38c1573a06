import type { Command, CommandName } from '#domain/request/command.ts'
import type { ButtonCommand } from './matters.ts'

/** A command that is one text and nothing else. */
export type TextForm = { isRequired: boolean, toCommand: (text: string) => Command }

export const textForms = {
  ask: { isRequired: true, toCommand: text => ({ name: 'ask', args: { text } }) },
  withdraw: { isRequired: false, toCommand: text => ({ name: 'withdraw', args: { reason: text || undefined } }) },
  returnToWork: { isRequired: true, toCommand: text => ({ name: 'returnToWork', args: { text } }) },
  logCall: { isRequired: true, toCommand: text => ({ name: 'logCall', args: { text } }) },
  markUrgent: { isRequired: true, toCommand: text => ({ name: 'markUrgent', args: { reason: text } }) },
  close: { isRequired: false, toCommand: text => ({ name: 'close', args: { reason: text || undefined } }) },
  reopen: { isRequired: false, toCommand: text => ({ name: 'reopen', args: { text: text || undefined } }) },
  declineClaim: { isRequired: true, toCommand: text => ({ name: 'declineClaim', args: { reason: text } }) },
  decline: { isRequired: true, toCommand: text => ({ name: 'decline', args: { reason: text } }) },
  cancel: { isRequired: true, toCommand: text => ({ name: 'cancel', args: { reason: text } }) },
} as const satisfies Partial<Record<ButtonCommand, TextForm>>
export type TextCommand = keyof typeof textForms

export const isTextCommand = (name: CommandName): name is TextCommand => Object.hasOwn(textForms, name)

/** Commands that need no words. */
export const plainCommands = ['take', 'start', 'resume', 'turnIntoOrder'] as const satisfies ButtonCommand[]
export type PlainCommand = (typeof plainCommands)[number]
export const isPlainCommand = (name: CommandName): name is PlainCommand => (plainCommands as readonly CommandName[]).includes(name)
