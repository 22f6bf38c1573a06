import * as v from 'valibot'
import type { Scope } from './scopes.ts'
import type { PushLine, StoredResult } from './results.ts'
import type { FileRow } from './rows.ts'
import { pushedCommandSchema, seqSchema } from './command.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { uuidSchema } from '#domain/ids.ts'
import { languageSchema } from '#domain/language.ts'
import { cleanText } from '#domain/text.ts'

export const maxCommandsPerPush = 20
/** Parked commands that one pull may ask about. */
export const maxParkedPerPull = 100
/** Rows a page of a pull may hold. */
export const pageSize = 500

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const epoch = v.pipe(v.string(), v.maxLength(64))

/** POST /api/sync/hello: registers a sender; a guest unknown so far is made by it. Idempotent. */
export const helloSchema = v.strictObject({ sender: uuidSchema, language: languageSchema, versions: v.array(v.number()) })
export type Hello = v.InferOutput<typeof helloSchema>
/** `restored`: where the server's data came out of a backup. */
export type HelloAnswer = { protocol: string, epoch: string, now: number, lastSeq: number, reader: string, account: string, restored?: Restored }

/** Between these moments everything was lost that the backup did not have and no device has offered again. */
export type Restored = { backedUpAt: number, restoredAt: number }

/** POST /api/sync/push: up to 20 commands of one sender, in order. */
export const pushSchema = v.strictObject({
  sender: uuidSchema,
  epoch,
  commands: v.pipe(v.array(pushedCommandSchema), v.minLength(1), v.maxLength(maxCommandsPerPush)),
})
export type Push = v.InferOutput<typeof pushSchema>
export type PushAnswer = { protocol: string, epoch: string, now: number, lastSeq: number, lines: PushLine[] }

/** POST /api/sync/pull: the reader's own scope from a cursor on, with the sender's results first. */
export const pullSchema = v.strictObject({
  sender: uuidSchema,
  epoch,
  /** Results up to this `seq` are known to the device. */
  resultsAfter: v.union([seqSchema, v.literal(0)]),
  cursors: v.record(v.pipe(v.string(), v.maxLength(80)), version),
  /** `mid`s of this sender's commands that the device knows as parked. */
  parked: v.optional(v.pipe(v.array(uuidSchema), v.maxLength(maxParkedPerPull))),
  /** Scopes that the device is in the middle of filling from 0: their cursors may be below the floor. */
  fills: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(20))),
})
export type Pull = v.InferOutput<typeof pullSchema>

export type Put = { kind: string, key: string, version: number, body: unknown }
export type Del = { kind: string, key: string, version: number }

/** A page of one scope, from one snapshot: rows with `cursor < version <= next`. `reset`: begin anew from 0. */
export type Page = { scope: Scope, puts: Put[], dels: Del[], next: number, more: boolean, hash?: string, reset?: true }
/** `late`: what came of commands that the device knows as parked, where it is settled. */
export type PullAnswer = { protocol: string, epoch: string, now: number, lastSeq: number, results: StoredResult[], late?: StoredResult[], pages: Page[] }

/**
 * GET /api/content/head: the only changing address of public content; all by scope. `snapshots`: where a first load begins, missing where
 * there is none yet; `address` is path only, and what it answers never changes.
 */
export type ContentHead = {
  protocol: string, epoch: string, now: number
  versions: Record<string, number>, floors: Record<string, number>
  snapshots: Record<string, { version: number, address: string }>
}
/** First line of a snapshot (newline-delimited JSON): `rows` lines with a Put each follow, in version order. `hash`: of the whole at `version`. */
export type SnapshotStart = { protocol: string, epoch: string, scope: Scope, version: number, rows: number, hash: string }
/** GET /api/content/:scope?since=: increments of a public scope. */
export type ContentPage = { protocol: string, epoch: string, page: Page }

/** Hints over GET /api/sync/events: `data: { scope, version }`; a heartbeat comment every 25 s. */
export type Hint = { scope: Scope, version: number }
export const heartbeatMs = 25_000

const versionText = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'is not a version'), v.transform(Number))

/**
 * GET /api/sync/wait?since=&pub=&pub:sv=: hints where no stream lives. `since`: the version up to which the caller has the reader's own
 * scope; the public ones may be named with theirs. Answered at once where one of them is further on, else when something changes.
 */
export const waitSchema = v.strictObject({
  since: versionText,
  'pub': v.optional(versionText), 'pub:ru': v.optional(versionText), 'pub:sv': v.optional(versionText), 'pub:en': v.optional(versionText),
})
export type Wait = v.InferOutput<typeof waitSchema>
/** No hints: nothing has changed for the time of a heartbeat; ask again. */
export type WaitAnswer = { protocol: string, hints: Hint[] }

/** POST /api/sync/marks: what the reader has seen and prefers, one small row each in their own scope. A mark never goes back. */
export const marksSchema = v.strictObject({
  marks: v.optional(v.pipe(v.array(v.strictObject({ requestId: uuidSchema, upTo: version })), v.maxLength(100)), []),
  preferences: v.optional(v.pipe(v.array(v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z]{0,39}$/, 'is not a name')),
    value: cleanText(300),
  })), v.maxLength(20)), []),
})
export type Marks = v.InferOutput<typeof marksSchema>
/** The reader's scope holds all of it at `version`. */
export type MarksAnswer = { protocol: string, scope: Scope, version: number }

/** GET /api/requests/:id: one request of the reader's account as its rows would be, also when it has long left the feed. */
export type ReadRequestAnswer = { protocol: string, now: number, request: RequestRow, events: RequestEvent[], files: FileRow[] }

/** What stands in `error.detail` of a push that was stopped: `busy` has the lines of the commands before, `gap` and `forked` the last `seq`. */
export type PushStopped = { lines?: PushLine[], lastSeq?: number }
