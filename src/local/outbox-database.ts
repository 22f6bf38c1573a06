import type { Dexie, Table } from 'dexie'
import type { Command, CommandName, FileRef } from '#domain/request/command.ts'
import type { Millis } from '#domain/ids.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import type { CommandResult } from '#protocol/results.ts'
import { openDatabase, type Where } from './open-database.ts'

/**
 * Where a command stands. `queued`: saved here, no result yet. `applied`: accepted, its effect has not arrived by the feed.
 * `arrived`: done, kept as a journal. `attention`: rejected or parked, kept for its writer. `discarded`: its writer let go of it.
 */
export type CommandState = 'queued' | 'applied' | 'arrived' | 'attention' | 'discarded'

/**
 * A command as it is kept. `order` never changes; `seq` counts for one `sender` and is given anew under a new one. `dependsOn` holds `mid`s.
 * `isVoided`: its writer let go of it before it had a final result; unless it is parked it is sent as `void`. `setAside`: the server takes
 * no call with it, so that it goes as `void` too, and waits for its writer. `withdraws`: goes as the withdrawal of that parked command,
 * of which it is a copy. `wasVoidSent`: the server may have heard of either. `replacedBy`: sent again as another command. `tooLateAt`: when we heard that the business has it although its writer let go of it; gone once they know.
 * `firstAt`: when a server first took it that was restored from a backup since, by that server's clock.
 */
export type StoredCommand = Extract<Command, { name: CommandName }> & {
  mid: string
  requestId: string
  order: number
  sender: string
  seq: number
  at: Millis
  dependsOn?: string[]
  state: CommandState
  isVoided?: boolean
  setAside?: ErrorCode
  withdraws?: string
  replacedBy?: string
  tooLateAt?: Millis
  wasVoidSent?: boolean
  firstAt?: Millis
  /** When it came to its present state, by this device's clock. */
  changedAt: Millis
}

/** `epoch`: the server's, while the sender is registered with it; `epochBefore`: the last one that was known. */
export type OutboxMeta = { id: 'outbox', sender: string, nextSeq: number, nextOrder: number, epoch?: string, epochBefore?: string }
export type StoredResultRow = { mid: string, result: CommandResult, at: Millis }

/**
 * A file of a command: its bytes lie in `parts`. `damaged`: what is on the disk is not what was captured. `offered`: it was uploaded to a server that was
 * restored since, which may not have it. `sent`: bytes that the server has, once an upload was begun. `piece`: bytes sent at a time on this
 * line. `wrongHashes`: so often the server had other bytes than ours.
 */
export type OutboxFile = FileRef & {
  mid: string, requestId: string, parts: number,
  state: 'kept' | 'uploaded' | 'offered' | 'refused' | 'damaged', code?: string
  sent?: number, piece?: number, wrongHashes?: number
}
export type FilePart = { file: string, index: number, bytes: ArrayBuffer, sha256?: string }
/** `told`: how much of it the server knows. */
export type SeenMark = { requestId: string, upTo: number, at: Millis, told?: number }

export type OutboxDatabase = Dexie & {
  meta: Table<OutboxMeta, string>
  commands: Table<StoredCommand, string>
  results: Table<StoredResultRow, string>
  files: Table<OutboxFile, string>
  parts: Table<FilePart, [string, number]>
  seen: Table<SeenMark, string>
}

export const outboxName = (reader: string) => `servus-outbox-${reader}`

/** What its owner wants: never wiped while anything is unsent. Versions are additive only. */
export function openOutboxDatabase(reader: string, where: Where): OutboxDatabase {
  const database = openDatabase(outboxName(reader), 'strict', where)
  database.version(1).stores({
    meta: 'id',
    commands: 'mid, order, state, requestId',
    results: 'mid',
    files: 'id, mid, state, requestId',
    parts: '[file+index]',
    seen: 'requestId',
  })
  database.version(2).stores({ commands: 'mid, order, state, requestId, tooLateAt' })
  return database as OutboxDatabase
}
