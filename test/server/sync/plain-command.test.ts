import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WireCommand } from '#protocol/command.ts'
import { createAccount } from '#server/identity/member-repository.ts'
import { changeHash, emptyHash, rowHash } from '#server/sync/content-hash.ts'
import type { Deciding } from '#server/sync/context.ts'
import { takePlainOnPostgres } from '#server/sync/plain-postgres.ts'
import { takePlainOnSqlite } from '#server/sync/plain-sqlite.ts'
import { takeCommand } from '#server/sync/push-command.ts'
import type { Sender } from '#server/sync/sender-repository.ts'
import { takeInOrder } from '#server/sync/take-in-order.ts'
import type { Database } from '#server/db/database.ts'
import { describeOnBoth, type FreshDatabase, openFresh } from '../databases.ts'
import { needArgs } from '../device.ts'

const now = Date.UTC(2026, 10, 22, 9)
const idFrom = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
const tables = ['request', 'event', 'sender', 'result', 'feed', 'feed_counter'] as const

describeOnBoth('A plain command', kind => {
  let fresh: FreshDatabase[]
  beforeAll(async () => { fresh = [await openFresh(kind), await openFresh(kind)] })
  afterAll(async () => { for (const { drop } of fresh) await drop() })

  const account = idFrom('account')
  const [one, other] = [idFrom('one'), idFrom('other')]
  const senderOf = (member: string, number = 1): Sender => ({ account, member, id: idFrom(`${member} ${number}`) })
  const decidingOf = (database: Database, member: string): Deciding => ({ database, now, actor: { kind: 'member', id: member, name: 'Vera', confirmed: true, mayDecide: true } })
  const command = (seq: number, name: WireCommand['name'], args: Record<string, unknown>, more: Partial<WireCommand> = {}): WireCommand =>
    ({ seq, mid: idFrom(`mid ${seq}`), requestId: idFrom('request'), name, v: 1, at: 0, args, ...more })

  const takeSlowly = (database: Database, of: Sender, given: WireCommand) =>
    database.transaction(trx => takeCommand(trx, decidingOf(database, of.member), of, given))
  const takePlain = (database: Database, of: Sender, given: WireCommand) => database.kind === 'postgres'
    ? takePlainOnPostgres(database.pool, decidingOf(database, of.member), of, given)
    : database.transaction(async () => takePlainOnSqlite(database.connection, decidingOf(database, of.member), of, given))

  const rowsOf = async ({ db }: Database) =>
    Promise.all(tables.map(async table => (await db.selectFrom(table).selectAll().execute()).map(row => JSON.stringify(row, Object.keys(row).sort())).toSorted()))

  it('[S29] [S41] leaves the very rows behind that the careful way leaves, and answers the same', async () => {
    const [plain, slow] = fresh.map(({ database }) => database) as [Database, Database]
    for (const database of [plain, slow]) {
      await createAccount(database.db, { account, member: one }, 'en', null, 1)
      await database.db.insertInto('member').values({ account_id: account, id: other, name: 'Kim', language: 'en', is_confirmed: 1, secret_hash: null, created_at: 1 }).execute()
      await takeSlowly(database, senderOf(one), command(1, 'submit', needArgs()))
    }
    const second = { requestId: idFrom('second request') }
    const plainOnes = [
      command(2, 'postMessage', { text: 'Ä «quoted» \\ line\nbreak' }),
      command(3, 'submit', needArgs({ title: 'Another', contact: { name: 'Vera', phone: '+46701234567' } }), second),
      command(4, 'postMessage', { text: 'after the one before' }, { ...second, dependsOn: [3, 1] }),
      command(5, 'markUrgent', { reason: 'It leaks' }),
      command(6, 'cancel', { reason: 'No longer needed' }, second),
    ]
    for (const given of plainOnes) {
      const [fast, careful] = [await takePlain(plain, senderOf(one), given), await takeSlowly(slow, senderOf(one), given)]
      expect(fast?.line, given.name).toEqual(careful.line)
      expect([fast?.lastSeq, fast?.applied?.stored, [...fast?.applied?.versionByScope ?? []]]).toEqual([careful.lastSeq, careful.applied?.stored, [...careful.applied?.versionByScope ?? []]])
    }
    expect(await rowsOf(plain)).toEqual(await rowsOf(slow))
  })

  it('[S25] [S30] [S32] leaves everything out of the ordinary to the careful way, and has changed nothing', async () => {
    const { database } = fresh[0]!
    const before = await rowsOf(database)
    const text = { text: 'x' }
    const odd: [string, WireCommand, Sender?][] = [
      ['repeated', command(6, 'postMessage', text)], ['a gap', command(8, 'postMessage', text)], ['a known mid', command(7, 'postMessage', text, { mid: idFrom('mid 2') })],
      ['void', command(7, 'void', {})], ['malformed', command(7, 'postMessage', {})], ['refused', command(7, 'accept', {})], ['another request', command(7, 'postMessage', text, { requestId: idFrom('nobody\'s') })],
      ['depends on itself', command(7, 'postMessage', text, { dependsOn: [7] })], ['an unknown sender', command(1, 'postMessage', text), senderOf(one, 2)],
      ['somebody else\'s sender', command(7, 'postMessage', text), { ...senderOf(one), member: other }],
    ]
    for (const [title, given, of = senderOf(one)] of odd) expect(await takePlain(database, of, given), title).toBeUndefined()
    expect(await rowsOf(database)).toEqual(before)
  })

  it('[S46] [S47] [S52] lets two people of an account write at once, without a gap and with a right hash', async () => {
    const { database } = fresh[1]!
    const writers = [senderOf(one, 3), senderOf(other, 3), senderOf(other, 4)]
    const answers = await Promise.all(writers.map(of => takeInOrder(() => decidingOf(database, of.member), { database }, of,
      Array.from({ length: 15 }, (_, index) => command(index + 1, 'postMessage', { text: of.id }, { mid: idFrom(`${of.id} ${index}`) })))))
    expect(answers.map(({ taken, stoppedBy }) => [taken.length, taken.every(({ line }) => 'result' in line && line.result.kind === 'applied'), stoppedBy])).toEqual(writers.map(() => [15, true, undefined]))
    for (const reader of [one, other]) {
      const feed = await database.db.selectFrom('feed').selectAll().where('reader', '=', reader).orderBy('version').execute()
      const counter = await database.db.selectFrom('feed_counter').selectAll().where('reader', '=', reader).executeTakeFirstOrThrow()
      expect(counter.hash).toBe(changeHash(emptyHash, feed.map(row => rowHash(row.kind, row.key, row.version)), []))
      expect(feed.at(-1)?.version).toBe(counter.version)
      const numbers = feed.filter(row => row.kind === 'event' && row.request_id === idFrom('request')).map(row => row.number)
      expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    }
  })
})
