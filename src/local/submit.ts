import * as v from 'valibot'
import { uuidSchema, type Millis } from '#domain/ids.ts'
import type { argsByCommand, Command, CommandName, FileRef } from '#domain/request/command.ts'
import { maxFilesPerCommand, parseArgs } from '#protocol/command.ts'
import { appendCommand } from './append-command.ts'
import type { Reader } from './device-database.ts'
import type { DeviceStorage } from './device-storage.ts'
import { countParts, describeFile, splitParts, storeParts, type NewFile } from './files.ts'
import { mintId } from './mint.ts'
import type { FilePart, OutboxDatabase, StoredCommand } from './outbox-database.ts'
import { readRow } from './read-rows.ts'
import { ensureCurrent, findVisible } from './readers.ts'
import { serverNow } from './server-clock.ts'
import { readerScope } from '#protocol/scopes.ts'
import { useStorage } from './storage.ts'
import { wake } from './wake.ts'

/** What somebody wants. `files` are sent after it and never hold it up; `dependsOn`: `mid`s of commands without which it makes no sense. */
export type NewCommand = {
  [Name in CommandName]: { name: Name, requestId: string, args: v.InferInput<(typeof argsByCommand)[Name]>, files?: readonly NewFile[], dependsOn?: readonly string[] }
}[CommandName]

/**
 * The door for writing: command, files and sequence number in one transaction that waits for the disk. Only when this has
 * returned may a screen say "saved on this phone". A request that was begun twice is kept once. Throws where the arguments break their
 * schema or the disk takes nothing; then nothing was stored.
 */
export async function submit(command: NewCommand, now: Millis = serverNow()): Promise<StoredCommand> {
  const stored = await store(await useStorage(), command, now)
  wake('write')
  return stored
}

/** A new request's id, to be made before its first command. */
export const newRequestId = (now: Millis = serverNow()): string => mintId(now)

/** As `submit`, on given databases and without telling anybody. */
export async function store(storage: DeviceStorage, command: NewCommand, now: Millis): Promise<StoredCommand> {
  const parsed = parseArgs(command.name, command.args)
  if (!parsed.success || !v.is(uuidSchema, command.requestId)) throw new TypeError(`${command.name}: ${describe(parsed.issues)}`)
  if ((command.files?.length ?? 0) > maxFilesPerCommand) throw new RangeError(`${command.name}: more than ${maxFilesPerCommand} files`)
  const reader = await holderOf(storage, command.requestId) ?? await ensureCurrent(storage, now)
  const refs = await Promise.all((command.files ?? []).map(file => describeFile(file, now)))
  const parts = await Promise.all(refs.map((ref, index) => splitParts(ref.id, command.files![index]!.bytes)))
  // Name and arguments belong together by `parseArgs`; the pair cannot be told to the compiler.
  const body = { name: command.name, args: parsed.output, ...(refs.length ? { files: refs } : {}) } as Command
  return keep(storage.outboxOf(reader.id), command, body, { refs, parts }, now)
}

const describe = (issues: readonly v.BaseIssue<unknown>[] | undefined) => issues?.map(issue => `${v.getDotPath(issue) ?? ''} ${issue.message}`).join('; ') ?? 'requestId is not an id'

type Files = { refs: readonly FileRef[], parts: readonly FilePart[][] }

function keep(outbox: OutboxDatabase, { requestId, dependsOn = [] }: NewCommand, body: Command, { refs, parts }: Files, now: Millis): Promise<StoredCommand> {
  return outbox.transaction('rw', outbox.meta, outbox.commands, outbox.files, outbox.parts, async () => {
    const earlier = await outbox.commands.where('requestId').equals(requestId).toArray()
    const begun = earlier.find(command => command.name === 'submit' && command.state !== 'discarded' && (!command.isVoided || command.setAside !== undefined))
    if (begun && body.name === 'submit') return begun
    const waitsForBegun = begun?.state === 'queued' || begun?.state === 'attention'
    const needed = [...new Set([...dependsOn, ...(waitsForBegun ? [begun.mid] : [])])]
    const stored = await appendCommand(outbox, body, { requestId, dependsOn: needed }, now)
    for (const [index, ref] of refs.entries()) {
      await outbox.files.add({ ...ref, mid: stored.mid, requestId, parts: countParts(ref.size), state: 'kept' })
      await storeParts(outbox, parts[index]!)
    }
    return stored
  })
}

/** The reader of this device who has the request: their outbox it must go through. */
async function holderOf(storage: DeviceStorage, requestId: string): Promise<Reader | undefined> {
  for (const reader of await findVisible(storage)) {
    if (await storage.outboxOf(reader.id).commands.where('requestId').equals(requestId).count()) return reader
    if (await readRow(storage.baseOf(reader.id), readerScope(reader.id), 'request', requestId)) return reader
  }
  return undefined
}
