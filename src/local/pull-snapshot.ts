import { ok, type Result } from '#domain/result.ts'
import type { Page, Put, SnapshotStart } from '#protocol/messages.ts'
import type { Scope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import { applyPage, readPosition } from './apply-page.ts'
import { pauseForOthers } from './pause-for-others.ts'
import { readLines } from './read-lines.ts'
import type { SyncParts } from './sync-parts.ts'
import { callTimeoutMs, type Failure } from './transport.ts'

/** Few enough to be stored without holding up the screen, many enough that storing them is not mostly beginning and ending. */
const rowsPerPiece = 250

/**
 * Fills an empty public scope from its snapshot, in pieces as it comes in, each a page of its own. `unusable`: it is gone, broken off or not
 * what was named; what was stored of it is good, and pages go on from there.
 */
export async function pullSnapshot(parts: SyncParts, scope: Scope, address: string, epoch: string): Promise<Result<'whole' | 'unusable', Failure>> {
  const line = new AbortController()
  const answer = await parts.transport.open({ method: 'GET', path: address, credential: { kind: 'nobody' } }, line.signal)
  if (!answer.ok) return answer.refusal.kind === 'refused' ? ok('unusable') : answer
  let timer = setTimeout(() => line.abort(), callTimeoutMs)
  const stillHere = () => {
    clearTimeout(timer)
    timer = setTimeout(() => line.abort(), callTimeoutMs)
  }
  try {
    const { body } = answer.value
    const isWhole = body !== null && await applyPieces(parts, readPieces(linesUntilBroken(body, stillHere), scope, epoch))
    return ok(isWhole ? 'whole' : 'unusable')
  } finally {
    clearTimeout(timer)
  }
}

/** Somebody else who is faster, or a sum that is wrong, ends it: `applyPage` has seen to what comes next. */
async function applyPieces({ storage: { content }, now }: SyncParts, pieces: AsyncIterable<Page>): Promise<boolean> {
  for await (const piece of pieces) {
    const from = await readPosition(content, piece.scope)
    if (await applyPage(content, piece, from, now()) !== 'applied') return false
    if (!piece.more) return true
    await pauseForOthers()
  }
  return false
}

/** A line that breaks off in the middle of a body throws; what came before it is good. */
async function* linesUntilBroken(body: ReadableStream<Uint8Array>, onPart: () => void): AsyncGenerator<string> {
  try {
    yield* readLines(body, onPart)
  } catch {
    return
  }
}

/** Ends without a last piece where anything is wrong. */
async function* readPieces(lines: AsyncIterable<string>, scope: Scope, epoch: string): AsyncGenerator<Page> {
  let start: SnapshotStart | undefined
  let puts: Put[] = []
  let rows = 0
  let last = 0
  for await (const line of lines) {
    const parsed = parseLine(line)
    if (parsed === undefined) return
    if (!start) {
      start = parsed as SnapshotStart
      if (start.protocol !== protocolName || start.scope !== scope || start.epoch !== epoch) return
      continue
    }
    const put = parsed as Put
    if (!(put.version > last)) return
    if (puts.length === rowsPerPiece) {
      yield { scope, puts, dels: [], next: last, more: true }
      puts = []
    }
    puts.push(put)
    rows++
    last = put.version
  }
  if (start && rows === start.rows) yield { scope, puts, dels: [], next: start.version, more: false, hash: start.hash }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
