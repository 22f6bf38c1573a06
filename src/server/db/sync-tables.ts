import type { Generated } from 'kysely'
import type { Language } from '#domain/language.ts'
import type { State } from '#domain/request/states.ts'

type YesNo = 0 | 1

/** The fold of a request with what the desk's lists sort and search by. `body`: JSON of RequestRow. */
type RequestTable = {
  account_id: string
  id: string
  state: State
  /** Whose turn it is. */
  turn: 'business' | 'client' | 'nobody'
  is_ended: YesNo
  updated_at: number
  last_event: number
  last_desk_event: number
  created_by: string
  assigned_to: string | null
  assigned_name: string | null
  priority: 'low' | 'normal' | 'high'
  /** Folded text for the desk's search. */
  search: string
  body: string
  /** When it left its readers' feeds, being over for long; null while it is in them. */
  left_feeds_at: Generated<number | null>
  /** By when we promised the next step, where it is our turn. */
  due_at: Generated<number | null>
  /** Whether a remark waits for an answer. */
  has_remarks: Generated<YesNo>
}

/** By what a request is found: folded words, and the end of the phone number turned round, behind a mark. */
type RequestWordTable = { account_id: string, request_id: string, word: string }

/** By what an account is found when its client calls. */
type ContactKeyTable = { account_id: string, kind: 'phone' | 'email' | 'name', value: string }

/** Who of the staff has a request open, and when they last said so. */
type DeskPresenceTable = { account_id: string, request_id: string, staff_id: string, seen_at: number }

/** Somebody has to be told of a request. `settled_at`: when they were, or when it was no longer needed. `staff_id`: who it was. */
type DeskAlertTable = {
  account_id: string
  request_id: string
  kind: 'new' | 'unseen'
  created_at: number
  next_try_at: number
  failures: number
  settled_at: number | null
  staff_id: string | null
}

/**
 * Immutable. `body`: JSON of RequestEvent. `number` counts within request and stream, `position` through both streams;
 * (account, mid, idx) is unique for ever.
 */
type EventTable = {
  account_id: string
  request_id: string
  stream: 'shared' | 'desk'
  number: number
  position: number
  mid: string
  idx: number
  at: number
  body: string
}

/** One outbox database of one reader; `last_seq`: the last command with a result; `acked_seq`: up to there the device has heard them. */
type SenderTable = { account_id: string, id: string, member_id: string, last_seq: number, created_at: number, acked_seq: Generated<number> }

/** What became of a command. `body`: JSON of CommandResult. */
type ResultTable = { account_id: string, sender_id: string, seq: number, mid: string, at: number, body: string }

/** How often a command failed for a reason of the server's own. */
type CommandFailureTable = { account_id: string, sender_id: string, mid: string, count: number, at: number }

/** A command that the server could not carry out. `actor`, `command`: JSON of Actor and WireCommand; `parked_at`: when it arrived last. */
type ParkedCommandTable = {
  account_id: string
  sender_id: string
  mid: string
  seq: number
  member_id: string
  state: 'open' | 'withdrawn' | 'replayed'
  actor: string
  command: string
  reason: string
  parked_at: number
  settled_at: number | null
}

/**
 * The newest version of each thing that a reader may see. `request_id` and `number` lead to what a row shows; only small rows
 * that have no table of their own (`me`) carry a `body`. `at`: when it became a `del`; meaningless for a `put`. In feeds of staff
 * `account_id` and `reader` are both the person's id, and `data_account` is the account of what stands behind the row.
 */
type FeedTable = {
  account_id: string
  reader: string
  kind: string
  key: string
  version: number
  op: 'put' | 'del'
  request_id: string | null
  number: number | null
  body: string | null
  at: Generated<number>
  data_account: Generated<string | null>
}

/** A scope's last version, its content hash (16 hex digits) and the floor below which tombstones are gone. */
type FeedCounterTable = { account_id: string, reader: string, version: number, hash: string, floor: number }
type PublicCounterTable = { scope: string, version: number, hash: string, floor: number }
type PublicRowTable = { scope: string, kind: string, key: string, version: number, op: 'put' | 'del', body: string | null, at: Generated<number> }

/**
 * A public scope as it stood at `version`, compressed, under the hash of its text. `edition`: protocol and epoch that it was made under;
 * others are of no use. Both encodings are base64.
 */
type PublicSnapshotTable = {
  scope: string, hash: string, edition: string, version: number, row_count: number, made_at: number, gzip: string, brotli: string
}

/** Sums behind a service's rating; `aspect` is empty for the grade of the whole. */
type RatingSumTable = { service_id: string, aspect: string, count: number, sum: number }

/**
 * A file declared by a command. `served_*`: the derivative that readers get; its bytes lie in the file store under `store_key`, which
 * was drawn at random and stays when the file changes its account.
 */
type FileTable = {
  account_id: string
  id: string
  request_id: string
  stream: 'shared' | 'desk'
  state: 'awaited' | 'ready' | 'refused'
  code: string | null
  sha256: string
  size: number
  type: string
  created_at: number
  served_sha256: string | null
  served_size: number | null
  store_key: string
}

/** Bytes of an awaited file that have come so far, from `start` on; they lie in the file store under `store_key`. */
type FilePartTable = { account_id: string, file_id: string, start: number, size: number, sha256: string, store_key: string, at: number }

/** What a desk command answered. `body`: JSON of DeskAnswer. */
type DeskResultTable = { staff_id: string, mid: string, account_id: string, request_id: string, at: number, body: string }

/** Work that returns. `lease`: who runs it now; a lease ends with `next_at`, so that one left behind by a dead process is taken over. */
type JobTable = { name: string, next_at: number, lease: string | null, failures: number }

/** A change of a request that somebody of the staff has in their feed, or of one of its files: not yet written to that feed. */
type StaffOutboxTable = { account_id: string, id: string, request_id: string, file_id: string | null }

/** Which requests are in whose staff feed. */
type StaffSightTable = { account_id: string, request_id: string, staff_id: string }

/** A text that staff keep to answer with; `changed_by`: who of them. */
type ReadyAnswerTable = { id: string, language: Language, title: string, body: string, changed_at: number, changed_by: string }

type MetaTable = { key: string, value: string }
type MigrationTable = { id: string, at: number }

export type SyncTables = {
  request: RequestTable
  event: EventTable
  sender: SenderTable
  result: ResultTable
  command_failure: CommandFailureTable
  parked_command: ParkedCommandTable
  feed: FeedTable
  feed_counter: FeedCounterTable
  public_row: PublicRowTable
  public_counter: PublicCounterTable
  public_snapshot: PublicSnapshotTable
  rating_sum: RatingSumTable
  file: FileTable
  file_part: FilePartTable
  desk_result: DeskResultTable
  job: JobTable
  staff_outbox: StaffOutboxTable
  staff_sight: StaffSightTable
  request_word: RequestWordTable
  contact_key: ContactKeyTable
  desk_presence: DeskPresenceTable
  desk_alert: DeskAlertTable
  ready_answer: ReadyAnswerTable
  meta: MetaTable
  migration: MigrationTable
}
