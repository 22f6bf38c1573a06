import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { DeskHint } from '#protocol/desk.ts'
import type { Hint } from '#protocol/messages.ts'
import type { Log } from '../log.ts'
import type { FeedOwner } from './feed-repository.ts'
import type { Hints } from './hints.ts'

type AnyHint = Hint | DeskHint
type Message = { from: string, hints: AnyHint[] }

type Parts = {
  url: string
  log: Log
  /** Where these readers' scopes and the public ones stand now. */
  readVersions: (owners: readonly FeedOwner[]) => Promise<readonly Hint[]>
  /** How often the connection is asked whether it lives, and how long it may take to say so. */
  askEveryMs?: number
}

const channel = 'servus_hints'
/** What happens within so many milliseconds goes in one message: a notification is a commit of its own. */
const gatherMs = 5
/** PostgreSQL takes messages of less than 8000 bytes. */
const hintsPerMessage = 60
/** More than this is not kept for a connection that is lost; devices then find out at their next pull. */
const mostKept = 20_000
const longestRetryMs = 10_000

/** One after another: a connection takes one query at a time. */
function inTurn() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run, run)
    last = next.catch(() => undefined)
    return next
  }
}

const keyOf = (hint: AnyHint) => ('scope' in hint ? hint.scope : `desk ${hint.requestId}`)

/**
 * Hints of all processes on one PostgreSQL, by LISTEN and NOTIFY over a connection that does nothing else. Where it was lost, hints of
 * others may have been missed: after the reconnection each open stream is told anew where its scope stands, and the desk's begin anew.
 */
export function shareHints(local: Hints, { url, log, readVersions, askEveryMs = 10_000 }: Parts): Hints {
  const ownName = randomUUID()
  const waiting = new Map<string, AnyHint>()
  let client: pg.Client | undefined
  let taking = inTurn()
  let gathering: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let hasMissed = false
  let isClosed = false

  async function connect() {
    const next = new pg.Client({ connectionString: url, application_name: 'servus hints', keepAlive: true, connectionTimeoutMillis: askEveryMs })
    let isLost = false
    const lose = (error?: Error) => {
      if (isLost) return
      isLost = true
      if (client === next) client = undefined
      void next.end().catch(() => undefined)
      if (isClosed) return
      hasMissed = true
      if (failures === 0) log.warn('The connection for hints was lost; it is opened again', { problem: error?.message })
      retry = setTimeout(() => void connect(), Math.min(longestRetryMs, 100 * 2 ** failures++) * (0.5 + Math.random() / 2)).unref()
    }
    next.on('error', lose)
    next.on('end', () => lose())
    next.on('notification', ({ payload }) => hear(payload ?? ''))
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      if (isLost || isClosed) return void next.end().catch(() => undefined)
      client = next
      taking = inTurn()
      failures = 0
      watch(next, lose)
      if (hasMissed) await catchUp()
      gather()
    } catch (error) {
      lose(error as Error)
    }
  }

  /** A connection whose other end is gone without a word is noticed only by asking. */
  function watch(watched: pg.Client, lose: (error: Error) => void) {
    const asking = setInterval(() => {
      if (client !== watched) return clearInterval(asking)
      const patience = setTimeout(() => lose(new Error('no answer')), askEveryMs)
      taking(() => watched.query('select 1')).then(() => clearTimeout(patience), () => clearTimeout(patience))
    }, askEveryMs).unref()
  }

  function hear(payload: string) {
    const { from, hints } = JSON.parse(payload) as Message
    if (from !== ownName) for (const hint of hints) tellLocal(hint)
  }
  const tellLocal = (hint: AnyHint) => ('scope' in hint ? local.tell(hint) : local.tellDesk(hint))

  async function catchUp() {
    for (const hint of await readVersions(local.listening())) local.tell(hint)
    local.endDesk()
    hasMissed = false
  }

  function pass(hint: AnyHint) {
    tellLocal(hint)
    if (waiting.size >= mostKept) waiting.clear()
    const known = waiting.get(keyOf(hint))
    if (!known || known.version < hint.version) waiting.set(keyOf(hint), hint)
    gather()
  }

  function gather() {
    if (client && waiting.size > 0) gathering ??= setTimeout(() => void sendWaiting(), gatherMs)
  }

  async function sendWaiting() {
    gathering = undefined
    const hints = [...waiting.values()].slice(0, hintsPerMessage)
    const through = client
    if (!through || hints.length === 0) return
    for (const hint of hints) waiting.delete(keyOf(hint))
    try {
      await taking(() => through.query('select pg_notify($1, $2)', [channel, JSON.stringify({ from: ownName, hints } satisfies Message)]))
    } catch {
      for (const hint of hints) if (!waiting.has(keyOf(hint))) waiting.set(keyOf(hint), hint)
    }
    gather()
  }

  void connect()
  return {
    ...local,
    tell: pass,
    tellDesk: pass,
    close() {
      isClosed = true
      clearTimeout(retry)
      clearTimeout(gathering)
      void client?.end().catch(() => undefined)
      local.close()
    },
  }
}
