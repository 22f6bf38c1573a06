import type { PushedCommand } from '#protocol/command.ts'
import type { CheckedSqlite } from '../db/checked-sqlite.ts'
import type { Deciding } from './context.ts'
import { sideOf } from '../requests/request-repository.ts'
import { type Facts, planPlainCommand, type PlainWrite, type ReaderFacts } from './plain-command.ts'
import type { Taken } from './push-command.ts'
import type { Sender } from './sender-repository.ts'

/** Takes a plain command by prepared statements, inside the transaction that is open on the connection. Nothing where it is not plain. */
export function takePlainOnSqlite(connection: CheckedSqlite, deciding: Deciding, of: Sender, command: PushedCommand): Taken | undefined {
  if ('wrongField' in command || command.requestId === undefined) return undefined
  const write = planPlainCommand(readFacts(connection, of, { ...command, requestId: command.requestId }), deciding, of, command)
  if (write) store(connection, write)
  return write?.taken
}

type RequestColumns = { body: string } & Parameters<typeof sideOf>[0]
type Asked = { mid: string, requestId: string, dependsOn?: readonly number[] | undefined }

function readFacts(connection: CheckedSqlite, of: Sender, { mid, requestId, dependsOn = [] }: Asked): Facts {
  const rows = <Row>(text: string, ...values: unknown[]) => connection.prepare(text).all(values) as Row[]
  const [sender] = rows<{ last_seq: number }>('select last_seq from sender where account_id = ? and id = ? and member_id = ?', of.account, of.id, of.member)
  const [request] = rows<RequestColumns>('select body, last_desk_event, assigned_to, assigned_name, priority from request where account_id = ? and id = ?', of.account, requestId)
  const known = rows('select 1 from result where account_id = ? and mid = ? union all select 1 from event where account_id = ? and mid = ?', of.account, mid, of.account, mid)
  const readers = rows<ReaderFacts>(`select m.id as reader, c.version, c.hash, f.version as shown from member m
    left join feed_counter c on c.account_id = m.account_id and c.reader = m.id
    left join feed f on f.account_id = m.account_id and f.reader = m.id and f.kind = 'request' and f.key = ? and f.op = 'put'
    where m.account_id = ?`, requestId, of.account)
  const counters = rows<{ scope: string, version: number }>('select scope, version from public_counter order by scope')
  return {
    lastSeq: sender?.last_seq ?? null,
    isMidKnown: known.length > 0,
    dependencies: dependsOn.flatMap(seq => rows<{ body: string }>('select body from result where account_id = ? and sender_id = ? and seq = ?', of.account, of.id, seq)).map(row => row.body),
    ...(request ? { request: { body: request.body, side: sideOf(request) } } : {}),
    readers,
    publicVersions: counters.map(counter => `${counter.scope}=${counter.version}`).join(' '),
  }
}

function store(connection: CheckedSqlite, write: PlainWrite): void {
  const run = (text: string, ...values: unknown[]) => connection.prepare(text).run(values)
  const { of: { account, id }, mid, requestId, columns } = write
  for (const event of write.events) {
    run('insert into event (account_id, request_id, stream, number, position, mid, idx, at, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      account, requestId, event.stream, event.number, event.position, mid, event.idx, event.at, event.body)
  }
  const kept = [columns.state, columns.turn, columns.is_ended, columns.updated_at, columns.last_event, columns.last_desk_event, columns.search, columns.body, columns.due_at, columns.has_remarks]
  if (write.before) {
    run('update request set state = ?, turn = ?, is_ended = ?, updated_at = ?, last_event = ?, last_desk_event = ?, search = ?, body = ?, due_at = ?, has_remarks = ? where account_id = ? and id = ?',
      ...kept, account, requestId)
  } else {
    run('insert into request (account_id, id, created_by, priority, state, turn, is_ended, updated_at, last_event, last_desk_event, search, body, due_at, has_remarks) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      account, requestId, write.createdBy, columns.priority, ...kept)
    for (const word of write.index?.words ?? []) run('insert into request_word (account_id, request_id, word) values (?, ?, ?)', account, requestId, word)
    for (const { kind, value } of write.index?.keys ?? []) run('insert into contact_key (account_id, kind, value) values (?, ?, ?) on conflict do nothing', account, kind, value)
    run('insert into desk_alert (account_id, request_id, kind, created_at, next_try_at, failures) values (?, ?, ?, ?, ?, 0) on conflict do nothing', account, requestId, 'new', write.now, write.now)
  }
  for (const row of write.feedRows) {
    run(`insert into feed (account_id, reader, kind, key, version, op, request_id, number) values (?, ?, ?, ?, ?, 'put', ?, ?)
      on conflict (account_id, reader, kind, key) do update set version = excluded.version, op = excluded.op`, account, row.reader, row.kind, row.key, row.version, requestId, row.number)
  }
  if (write.noteId) run('insert into staff_outbox (account_id, id, request_id) values (?, ?, ?)', account, write.noteId, requestId)
  run('insert into result (account_id, sender_id, seq, mid, at, body) values (?, ?, ?, ?, ?, ?)', account, id, write.seq, mid, write.now, write.result)
  run('update sender set last_seq = ? where account_id = ? and id = ?', write.seq, account, id)
  for (const feed of write.feeds) run('update feed_counter set version = ?, hash = ? where account_id = ? and reader = ?', feed.version, feed.hash, account, feed.reader)
}
