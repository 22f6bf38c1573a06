import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Actor } from '#domain/request/actor.ts'
import type { Command } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { parseArgs, type WireCommand } from '#protocol/command.ts'
import type { Database } from '#server/db/database.ts'
import { createAccount } from '#server/identity/member-repository.ts'
import { applyCommand } from '#server/requests/apply-command.ts'
import { lockRequest } from '#server/requests/request-repository.ts'
import { buildContext, type Deciding } from '#server/sync/context.ts'
import { takePlainOnPostgres } from '#server/sync/plain-postgres.ts'
import { takePlainOnSqlite } from '#server/sync/plain-sqlite.ts'
import { takeCommand, type Taken } from '#server/sync/push-command.ts'
import type { Sender } from '#server/sync/sender-repository.ts'
import { describeOnBoth, type FreshDatabase, openFresh } from '../databases.ts'
import { openShop } from '../small-shop.ts'
import { argsFor, pickCommand, steps } from './random-steps.ts'

const seed = 20_261_125
const tables = ['request', 'event', 'sender', 'result', 'feed', 'feed_counter', 'staff_outbox', 'public_row', 'public_counter', 'rating_sum'] as const
const idFrom = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
const staff: Actor = { kind: 'staff', id: idFrom('staff'), name: 'Alex', roles: ['reception', 'executor', 'support', 'manager'] }

/** All that is kept, but for ids that are drawn at random. */
const rowsOf = async ({ db }: Database) => Promise.all(tables.map(async table =>
  (await db.selectFrom(table).selectAll().execute()).map(row => JSON.stringify(table === 'staff_outbox' ? { ...row, id: '' } : row, Object.keys(row).sort())).toSorted()))

const takeSlowly = (database: Database, deciding: Deciding, of: Sender, given: WireCommand) =>
  database.transaction(trx => takeCommand(trx, deciding, of, given))
const takePlain = (database: Database, deciding: Deciding, of: Sender, given: WireCommand) => database.kind === 'postgres'
  ? takePlainOnPostgres(database.pool, deciding, of, given)
  : database.transaction(async () => takePlainOnSqlite(database.connection, deciding, of, given))

describeOnBoth('Two ways of one history', kind => {
  let fresh: FreshDatabase[]
  beforeEach(async () => {
    fresh = [await openFresh(kind), await openFresh(kind)]
    for (const { database } of fresh) await openShop({ database })
  })
  afterEach(async () => { for (const { drop } of fresh) await drop() })

  it('[S24] [S29] [S41] plain statements and the careful way answer the same and leave equal rows behind', async () => {
    const takenBy = { plain: 0, careful: 0, ofAssigned: 0 }
    let runs = 0
    await fc.assert(fc.asyncProperty(steps, async history => {
      const [plain, slow] = fresh.map(({ database }) => database) as [Database, Database]
      const run = runs++
      const of: Sender = { account: idFrom(`account ${run}`), member: idFrom(`member ${run}`), id: idFrom(`sender ${run}`) }
      const client: Actor = { kind: 'member', id: of.member, name: 'Vera', confirmed: true, mayDecide: true }
      for (const { db } of [plain, slow]) await createAccount(db, of, 'en', null, 1)
      let seq = 0
      let now = Date.UTC(2026, 10, 22, 9)
      for (const [index, step] of history.entries()) {
        now += 1 + step.dice % 3_000
        const requestId = idFrom(`request ${run} ${step.target}`)
        const stored = await plain.db.selectFrom('request').select(['body', 'assigned_to']).where('account_id', '=', of.account).where('id', '=', requestId).executeTakeFirst()
        const row = stored && JSON.parse(stored.body) as RequestRow
        // Half of what clients do is writing, and soon somebody of the staff has the request.
        const isAssigning = row !== undefined && index % 20 === 10
        const actor: Actor = (step.side === 'client' || !row) && !isAssigning ? client : staff
        const name = isAssigning ? 'assign' : row && actor === client && step.dice % 2 === 0 ? 'postMessage' : pickCommand(step, row, actor)
        const args = argsFor(name, step, row, now, idFrom('staff'))
        const deciding = (database: Database): Deciding => ({ database, actor, now })
        if (actor === staff) {
          const parsed = parseArgs(name, args)
          if (!parsed.success) continue
          for (const database of [plain, slow]) {
            await database.transaction(async trx => {
              const found = await lockRequest(trx, database.forUpdate, of.account, requestId)
              const command = { name, args: parsed.output } as Command
              await applyCommand(trx, { account: of.account, requestId, mid: step.ids[0], command }, found, await buildContext(trx, deciding(database), found?.row, command))
            })
          }
          continue
        }
        const given: WireCommand = { seq: step.isStale ? seq : ++seq, mid: step.isRepeated ? idFrom(`mid ${run}`) : step.ids[0], requestId, name, v: 1, at: 0, args }
        const careful = await outcomeOf(takeSlowly(slow, deciding(slow), of, given))
        const quick = await takePlain(plain, deciding(plain), of, given)
        takenBy[quick ? 'plain' : 'careful']++
        if (quick && stored?.assigned_to) takenBy.ofAssigned++
        expect(quick ?? await outcomeOf(takeSlowly(plain, deciding(plain), of, given))).toEqual(careful)
      }
      expect(await rowsOf(plain)).toEqual(await rowsOf(slow))
    }), { seed, numRuns: 2 })
    expect(Math.min(takenBy.plain, takenBy.careful, takenBy.ofAssigned), 'each way is walked').toBeGreaterThan(5)
  })
})

const outcomeOf = (taking: Promise<Taken>) => taking.catch((thrown: unknown) => (thrown instanceof Error ? thrown.message : thrown))
