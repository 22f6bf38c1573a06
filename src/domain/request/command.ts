import * as v from 'valibot'
import type { Via } from './commands/parts.ts'
import { afterArgs, deskArgs, talkingArgs } from './commands/after.ts'
import { changeArgs, offeringArgs } from './commands/offering.ts'
import { openingArgs, visitArgs } from './commands/opening.ts'
import { workingArgs } from './commands/working.ts'

/** What somebody wants: the shape of each command's arguments, declared once. */
export const argsByCommand = {
  ...openingArgs, ...visitArgs, ...offeringArgs, ...changeArgs, ...workingArgs, ...afterArgs, ...talkingArgs, ...deskArgs,
}

export type CommandName = keyof typeof argsByCommand
export const commandNames = Object.keys(argsByCommand) as CommandName[]
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(argsByCommand, name)

export type ArgsOf<Name extends CommandName> = v.InferOutput<(typeof argsByCommand)[Name]>

/** A photo or other file that goes with a command; its bytes travel on their own. */
export type FileRef = { id: string, sha256: string, size: number, type: string }

/** `via` marks a client's decision that staff recorded for them. */
export type CommandOf<Name extends CommandName> = { name: Name, args: ArgsOf<Name>, files?: readonly FileRef[], via?: Via }
export type Command = { [Name in CommandName]: CommandOf<Name> }[CommandName]
