import * as v from 'valibot'
import { millisSchema, sha256Schema, uuidSchema } from '#domain/ids.ts'
import { argsByCommand, commandNames, type CommandName } from '#domain/request/command.ts'
import { viaSchema } from '#domain/request/commands/parts.ts'

export const fileTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
/** The largest file accepted, in bytes, after the device has reduced it. */
export const maxFileBytes = 8 * 1024 * 1024
export const maxFilesPerCommand = 10

export const fileRefSchema = v.strictObject({
  id: uuidSchema,
  sha256: sha256Schema,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxFileBytes)),
  type: v.picklist(fileTypes),
})

/** A sequence number of a sender: 1, 2, 3, ... without gaps. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

/** Names that are sync's own, beside the commands of the domain. */
export const voidName = 'void' as const
/** Lets go of a parked command: `args.mid` says which. Travels under a `seq` and `mid` of its own. */
export const withdrawParkedName = 'withdrawParked' as const
export const withdrawParkedArgs = v.strictObject({ mid: uuidSchema })

/**
 * A command as it crosses the wire. `args` are checked by name, see `parseArgs`. `firstAt`: the `at` of the result that the
 * command had before the server was restored from a backup.
 */
export const wireCommandSchema = v.strictObject({
  seq: seqSchema,
  mid: uuidSchema,
  requestId: v.optional(uuidSchema),
  name: v.picklist([...commandNames, voidName, withdrawParkedName]),
  v: v.literal(1),
  at: millisSchema,
  args: v.record(v.string(), v.unknown()),
  files: v.optional(v.pipe(v.array(fileRefSchema), v.maxLength(maxFilesPerCommand))),
  dependsOn: v.optional(v.pipe(v.array(seqSchema), v.maxLength(20))),
  firstAt: v.optional(millisSchema),
})
export type WireCommand = v.InferOutput<typeof wireCommandSchema>

/** A command of which the server can read no more than its place: it is refused on its own and does not stop its batch. */
export type UnreadableCommand = { seq: number, mid: string, wrongField: string }

/** What a push may hold: each as `wireCommandSchema` says, or at least with its place. */
export const pushedCommandSchema = v.pipe(
  v.looseObject({ seq: seqSchema, mid: uuidSchema }),
  v.transform((sent): WireCommand | UnreadableCommand => {
    const read = v.safeParse(wireCommandSchema, sent)
    return read.success ? read.output : { seq: sent.seq, mid: sent.mid, wrongField: v.getDotPath(read.issues[0]) ?? 'command' }
  }),
)
export type PushedCommand = WireCommand | UnreadableCommand

/** The arguments of a command, checked strictly: an unknown key is refused. */
export const parseArgs = (name: CommandName, args: unknown) => v.safeParse(argsByCommand[name], args)

/**
 * What staff send: one command with what they saw. `expectedVersion` is the request's `lastEvent`; commands that change the state need
 * it. `account` comes with the list's item: it settles which request is meant, and for whom staff submit one. With `newClient` a `submit`
 * makes the account it names, with this member: somebody who called, or who stands at the counter.
 */
export const deskCommandSchema = v.strictObject({
  mid: uuidSchema,
  account: v.optional(uuidSchema),
  requestId: uuidSchema,
  expectedVersion: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  name: v.picklist(commandNames),
  args: v.record(v.string(), v.unknown()),
  files: v.optional(v.pipe(v.array(fileRefSchema), v.maxLength(maxFilesPerCommand))),
  via: v.optional(viaSchema),
  newClient: v.optional(v.strictObject({ member: uuidSchema })),
})
export type DeskCommand = v.InferOutput<typeof deskCommandSchema>
