import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { CommandResult } from '#protocol/results.ts'
import type { SimServer } from './server.ts'

export type StoredEvent = { account: string, request: string, stream: 'shared' | 'desk', number: number, mid: string, idx: number, place: number, body: RequestEvent }
export type StoredFeedRow = { account: string, reader: string, kind: string, key: string, version: number, op: 'put' | 'del' }

/** Everything that the server holds now, read past it, on a connection of our own. */
export type ServerView = {
  epoch: string
  events: StoredEvent[]
  /** `hasLeft`: so old that phones no longer keep it. */
  requests: { account: string, id: string, body: RequestRow, hasLeft: boolean }[]
  results: { account: string, sender: string, seq: number, mid: string, result: CommandResult }[]
  senders: { account: string, id: string, member: string, lastSeq: number }[]
  feed: StoredFeedRow[]
  counters: { account: string, reader: string, version: number, hash: string, floor: number }[]
  members: { account: string, id: string }[]
  /** Accounts of guests that went into others. */
  moved: string[]
  files: { account: string, id: string, sha256: string, state: string }[]
}

/** Looks again only when the server has committed something since. */
export function makeServerLook(server: SimServer): () => ServerView {
  let last: { commits: number, epoch: string, view: ServerView } | undefined
  return () => {
    const { epoch } = server.installation
    if (last && last.commits === server.commits() && last.epoch === epoch) return last.view
    const view = read(server, epoch)
    last = { commits: server.commits(), epoch, view }
    return view
  }
}

function read({ readPast: all }: SimServer, epoch: string): ServerView {
  return {
    epoch,
    events: all<Omit<StoredEvent, 'body'> & { body: string }>('select account_id account, request_id request, stream, number, mid, idx, rowid place, body from event order by rowid')
      .map(row => ({ ...row, body: JSON.parse(row.body) as RequestEvent })),
    requests: all<{ account: string, id: string, body: string, released: number | null }>('select account_id account, id, body, left_feeds_at released from request')
      .map(({ released, ...row }) => ({ ...row, body: JSON.parse(row.body) as RequestRow, hasLeft: released !== null })),
    results: all<{ account: string, sender: string, seq: number, mid: string, body: string }>('select account_id account, sender_id sender, seq, mid, body from result order by account_id, sender_id, seq')
      .map(({ body, ...row }) => ({ ...row, result: JSON.parse(body) as CommandResult })),
    senders: all('select account_id account, id, member_id member, last_seq lastSeq from sender'),
    feed: all('select account_id account, reader, kind, key, version, op from feed order by account_id, reader, version'),
    counters: all('select account_id account, reader, version, hash, floor from feed_counter'),
    moved: all<{ id: string }>('select id from account where moved_account is not null').map(({ id }) => id),
    members: all('select account_id account, id from member'),
    files: all('select account_id account, id, sha256, state from file'),
  }
}
