import { randomUUID } from 'node:crypto'
import { decide } from '#domain/request/decide.ts'
import { isRejection } from '#domain/request/rejection.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { type PushedCommand, voidName, withdrawParkedName } from '#protocol/command.ts'
import type { CommandResult } from '#protocol/results.ts'
import { eventKey } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import { foldOnto, numberEvents } from '../requests/apply-command.ts'
import { type ContactKey, keysOfContact } from '../requests/contact-keys.ts'
import type { DeskSide, Promises } from '../requests/request-columns.ts'
import { columnsOf, creatorOf, type StoredRequest } from '../requests/request-repository.ts'
import { wordsOf } from '../requests/request-words.ts'
import { findCatalog } from './catalog-cache.ts'
import { changeHash, rowHash } from './content-hash.ts'
import { contextWith, type Deciding } from './context.ts'
import { judgedAt, parseCommand, toResult } from './decide-command.ts'
import type { Taken } from './push-command.ts'
import type { Sender } from './sender-repository.ts'

/** A reader of the account with the counter of their scope, and the version at which it shows the request (null: not). */
export type ReaderFacts = { reader: string, version: number | null, hash: string | null, shown: number | null }

/** All that a plain command needs to know, read at once and without locks. `request`: as stored; `dependencies`: bodies of results. */
export type Facts = {
  lastSeq: number | null
  isMidKnown: boolean
  dependencies: readonly string[]
  request?: { body: string, side: DeskSide }
  readers: readonly ReaderFacts[]
  publicVersions: string
}

type FeedWrite = { reader: string, before: number, version: number, hash: string }
type FeedRow = { reader: string, kind: string, key: string, version: number, number: number | null }

/** The rows that a plain command leaves behind, the same ones as `takeCommand` writes, and what its sender is told. */
export type PlainWrite = {
  of: Sender
  seq: number
  mid: string
  now: number
  requestId: string
  /** What the request stood at; absent for a new one. */
  before?: { lastEvent: number, lastDeskEvent: number, assignedTo: string | null }
  createdBy: string
  columns: ReturnType<typeof columnsOf>
  /** By what a new request and its client are found; whoever is to know of it is told as well. */
  index?: { words: readonly string[], keys: readonly ContactKey[] }
  events: readonly (Pick<RequestEvent, 'stream' | 'number' | 'at'> & { position: number, idx: number, body: string })[]
  feeds: readonly FeedWrite[]
  /** The id of a note to the relay of staff feeds, where somebody has the request. */
  noteId?: string
  feedRows: readonly FeedRow[]
  result: string
  taken: Taken
}

/**
 * Decides a command that changes one request and the feeds of its account and nothing else, which nearly all of them do. Nothing for whatever
 * is out of the ordinary (repeated, refused, with files, by a guest without a name, ...): `takeCommand` takes that.
 */
export function planPlainCommand(facts: Facts, deciding: Deciding, of: Sender, command: PushedCommand): PlainWrite | undefined {
  if ('wrongField' in command || command.name === voidName || command.name === withdrawParkedName || command.files?.length) return undefined
  const { actor } = deciding
  if (actor.kind !== 'member' || actor.name === '') return undefined
  if (facts.lastSeq !== command.seq - 1 || facts.isMidKnown || !facts.dependencies.every(isApplied)) return undefined
  const parsed = parseCommand(command)
  const catalog = findCatalog(deciding.database, facts.publicVersions)
  if (isRejection(parsed) || !catalog) return undefined
  const found = toStored(facts.request)
  const context = contextWith(catalog, { ...deciding, now: judgedAt(deciding, found?.row) }, found?.row, parsed.command)
  const decision = decide(found?.row, parsed.command, context)
  if (isRejection(decision) || decision.length === 0 || decision.some(({ stream, body }) => stream === 'desk' || body.type.startsWith('evaluat'))) return undefined
  const events = numberEvents(decision, { account: of.account, mid: command.mid, ...parsed }, found, context)
  const feeds = planFeeds(facts.readers, parsed.requestId, events, found !== undefined)
  return feeds && planRows({ promises: { standard: context.service?.standard, calendar: context.calendar }, of, command, now: deciding.now, at: context.now, requestId: parsed.requestId }, found, events, feeds)
}

const isApplied = (body: string) => (JSON.parse(body) as CommandResult).kind === 'applied'

const toStored = (request: Facts['request']): StoredRequest | undefined =>
  request && { row: JSON.parse(request.body) as RequestRow, side: request.side }

/** Nothing where a reader has no counter yet, or does not have the request in their feed. */
function planFeeds(readers: readonly ReaderFacts[], requestId: string, events: readonly RequestEvent[], isShown: boolean): { feeds: FeedWrite[], rows: FeedRow[] } | undefined {
  const feeds: FeedWrite[] = []
  const rows: FeedRow[] = []
  for (const { reader, version, hash, shown } of readers.toSorted((a, b) => (a.reader < b.reader ? -1 : 1))) {
    if (version === null || hash === null || (shown !== null) !== isShown) return undefined
    const own: FeedRow[] = [
      ...events.map(({ number }, index) => ({ reader, kind: 'event', key: eventKey(requestId, number), version: version + index + 1, number })),
      { reader, kind: 'request', key: requestId, version: version + events.length + 1, number: null },
    ]
    const added = own.map(row => rowHash(row.kind, row.key, row.version))
    feeds.push({ reader, before: version, version: version + own.length, hash: changeHash(hash, added, shown === null ? [] : [rowHash('request', requestId, shown)]) })
    rows.push(...own)
  }
  return feeds.length > 0 ? { feeds, rows } : undefined
}

type Given = { promises: Promises, of: Sender, command: { seq: number, mid: string }, now: number, at: number, requestId: string }

function planRows({ promises, of, command: { seq, mid }, now, at, requestId }: Given, found: StoredRequest | undefined, events: readonly RequestEvent[], { feeds, rows }: { feeds: FeedWrite[], rows: FeedRow[] }): PlainWrite {
  const stored = foldOnto(found, events)
  const position = found ? found.row.lastEvent + found.side.lastDeskEvent : 0
  const applied = {
    stored, versionByScope: new Map<string, number>(feeds.map(feed => [readerScope(feed.reader), feed.version])), event: events.at(-1)!.number,
  }
  const result = toResult(applied, of, at)
  return {
    of, seq, mid, now, requestId, createdBy: creatorOf(stored.row), columns: columnsOf(stored, promises),
    ...(found ? {} : { index: { words: wordsOf(stored.row), keys: keysOfContact(stored.row.contact) } }),
    ...(found ? { before: { lastEvent: found.row.lastEvent, lastDeskEvent: found.side.lastDeskEvent, assignedTo: found.side.assignedTo?.id ?? null } } : {}),
    events: events.map((event, index) => ({ stream: event.stream, number: event.number, at: event.at, position: position + index + 1, idx: event.index, body: JSON.stringify(event) })),
    ...(stored.side.assignedTo ? { noteId: randomUUID() } : {}),
    feeds, feedRows: rows, result: JSON.stringify(result),
    taken: { line: { seq, mid, status: 'done', result }, applied, lastSeq: seq },
  }
}
