import type pg from 'pg'
import type { PushedCommand } from '#protocol/command.ts'
import type { Deciding } from './context.ts'
import { sideOf } from '../requests/request-repository.ts'
import { type Facts, planPlainCommand, type PlainWrite } from './plain-command.ts'
import type { Taken } from './push-command.ts'
import type { Sender } from './sender-repository.ts'

/**
 * Takes a plain command in two round trips: one reads, one writes and holds only where nothing that was read has changed since.
 * Nothing where it is not plain or somebody was faster.
 */
export async function takePlainOnPostgres(pool: pg.Pool, deciding: Deciding, of: Sender, command: PushedCommand): Promise<Taken | undefined> {
  if ('wrongField' in command || command.requestId === undefined) return undefined
  const write = planPlainCommand(await readFacts(pool, of, { ...command, requestId: command.requestId }), deciding, of, command)
  if (!write) return undefined
  try {
    await store(pool, write)
    return write.taken
  } catch (thrown) {
    if (isOvertaken(thrown)) return undefined
    throw thrown
  }
}

/** The guard's division by zero, a row that another one had put there, or a lock that went the wrong way round. */
const isOvertaken = (thrown: unknown) => thrown instanceof Error && 'code' in thrown && ['22012', '23505', '40001', '40P01'].includes(String(thrown.code))

const readText = `select
  (select last_seq from sender where account_id = $1 and id = $2 and member_id = $3) as "lastSeq",
  (exists (select 1 from result where account_id = $1 and mid = $4) or exists (select 1 from event where account_id = $1 and mid = $4)) as "isMidKnown",
  array(select body from result where account_id = $1 and sender_id = $2 and seq = any ($6::bigint[])) as dependencies,
  r.body, r.last_desk_event, r.assigned_to, r.assigned_name, r.priority,
  (select json_agg(json_build_object('reader', m.id, 'version', c.version, 'hash', c.hash, 'shown', f.version)) from member m
    left join feed_counter c on c.account_id = m.account_id and c.reader = m.id
    left join feed f on f.account_id = m.account_id and f.reader = m.id and f.kind = 'request' and f.key = $5 and f.op = 'put'
    where m.account_id = $1) as readers,
  (select string_agg(scope || '=' || version, ' ' order by scope) from public_counter) as "publicVersions"
  from (select 1) as one left join request r on r.account_id = $1 and r.id = $5`

type ReadRow = Omit<Facts, 'request' | 'readers' | 'publicVersions'> & {
  readers: Facts['readers'] | null, publicVersions: string | null, body: string | null
} & Parameters<typeof sideOf>[0]
type Asked = { mid: string, requestId: string, dependsOn?: readonly number[] | undefined }

async function readFacts(pool: pg.Pool, of: Sender, { mid, requestId, dependsOn = [] }: Asked): Promise<Facts> {
  const { rows: [row] } = await pool.query<ReadRow>({ name: 'plain-read', text: readText, values: [of.account, of.id, of.member, mid, requestId, dependsOn] })
  if (!row) throw new Error('The facts of a command were not answered')
  return {
    lastSeq: row.lastSeq, isMidKnown: row.isMidKnown, dependencies: row.dependencies,
    readers: row.readers ?? [], publicVersions: row.publicVersions ?? '',
    ...(row.body === null ? {} : { request: { body: row.body, side: sideOf(row) } }),
  }
}

/** The counters are guarded last, in the order in which the readers come. */
const writeText = (saved: string, noted = '') => `with
  moved as (update sender set last_seq = $3 where account_id = $1 and id = $2 and last_seq = $3 - 1 returning 1),
  saved as (${saved} returning 1),
  written as (insert into event (account_id, request_id, stream, number, position, mid, idx, at, body)
    select $1, $6, e.stream, e.number, e.position, $4, e.idx, e.at, e.body
    from json_to_recordset($9) as e (stream text, number bigint, position bigint, idx bigint, at bigint, body text)),
  kept as (insert into result (account_id, sender_id, seq, mid, at, body) values ($1, $2, $3, $4, $5, $7)),
  ${noted}shown as (insert into feed (account_id, reader, kind, key, version, op, request_id, number)
    select $1, f.reader, f.kind, f.key, f.version, 'put', $6, f.number
    from json_to_recordset($10) as f (reader text, kind text, key text, version bigint, number bigint)
    on conflict (account_id, reader, kind, key) do update set version = excluded.version, op = excluded.op),
  counted as (update feed_counter c set version = n.version, hash = n.hash
    from json_to_recordset($8) as n (reader text, before bigint, version bigint, hash text)
    where c.account_id = $1 and c.reader = n.reader and c.version = n.before returning 1)
  select 1 / (case when (select count(*) from moved) = 1 and (select count(*) from saved) = 1
    and (select count(*) from counted) = json_array_length($8) then 1 else 0 end)`

const updateText = writeText(`update request set state = $11, turn = $12, is_ended = $13, updated_at = $14, last_event = $15, search = $16, body = $17, due_at = $22, has_remarks = $23
  where account_id = $1 and id = $6 and last_event = $18 and last_desk_event = $19 and assigned_to is not distinct from $20`,
  'noted as (insert into staff_outbox (account_id, id, request_id) select $1, $21, $6 where $21::text is not null),\n  ')
const insertText = writeText(`insert into request (account_id, id, state, turn, is_ended, updated_at, last_event, search, body, last_desk_event, created_by, priority, due_at, has_remarks)
  values ($1, $6, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
  `worded as (insert into request_word (account_id, request_id, word) select $1, $6, word from json_array_elements_text($23) as w (word)),
  keyed as (insert into contact_key (account_id, kind, value)
    select $1, k.kind, k.value from json_to_recordset($24) as k (kind text, value text) on conflict do nothing),
  alerted as (insert into desk_alert (account_id, request_id, kind, created_at, next_try_at, failures) values ($1, $6, 'new', $5, $5, 0) on conflict do nothing),
  `)

async function store(pool: pg.Pool, write: PlainWrite): Promise<void> {
  const { of: { account, id }, columns, before } = write
  await pool.query({
    ...(before ? { name: 'plain-update', text: updateText } : { name: 'plain-insert', text: insertText }),
    values: [
      account, id, write.seq, write.mid, write.now, write.requestId, write.result,
      JSON.stringify(write.feeds), JSON.stringify(write.events), JSON.stringify(write.feedRows),
      columns.state, columns.turn, columns.is_ended, columns.updated_at, columns.last_event, columns.search, columns.body,
      ...(before
        ? [before.lastEvent, before.lastDeskEvent, before.assignedTo, write.noteId ?? null, columns.due_at, columns.has_remarks]
        : [
          columns.last_desk_event, write.createdBy, columns.priority, columns.due_at, columns.has_remarks,
          JSON.stringify(write.index?.words ?? []), JSON.stringify(write.index?.keys ?? []),
        ]),
    ],
  })
}
