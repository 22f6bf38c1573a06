import type { Command } from '#domain/request/command.ts'
import type { NewFile } from '#local/files.ts'

/** Saves a command of this request on the device. False: it could not be saved, and what was typed has to stay. */
export type Give = (command: Command, photos?: readonly NewFile[]) => Promise<boolean>
