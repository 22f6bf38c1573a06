import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { CheckedSqlite } from '#server/db/checked-sqlite.ts'
import { openDatabase } from '#server/db/database.ts'
import { readEpoch } from '#server/db/meta.ts'
import { openPostgres } from '#server/db/postgres-database.ts'
import { openSqlite } from '#server/db/sqlite-database.ts'
import { describeOnBoth, type FreshDatabase, openFresh } from '../databases.ts'

describeOnBoth('A database', kind => {
  let fresh: FreshDatabase
  beforeAll(async () => { fresh = await openFresh(kind) })
  afterAll(() => fresh.drop())

  const put = (key: string, value: string) => fresh.database.db.insertInto('meta').values({ key, value }).execute()
  const keys = async () => (await fresh.database.db.selectFrom('meta').select('key').execute()).map(row => row.key)

  it('keeps nothing of a transaction that failed', async () => {
    await expect(fresh.database.transaction(async trx => {
      await trx.insertInto('meta').values({ key: 'half', value: 'done' }).execute()
      throw new Error('no')
    })).rejects.toThrow('no')
    expect(await keys()).not.toContain('half')
  })

  it('gives whole numbers and times back as numbers, sums too', async () => {
    const at = 4_102_444_800_123
    const values = [1, 2].map(seq => ({ account_id: 'a', sender_id: 's', seq, mid: 'm', at, body: '{}' }))
    await fresh.database.db.insertInto('result').values(values).execute()
    const row = await fresh.database.db.selectFrom('result').select(eb => [eb.fn.max('at').as('at'), eb.fn.sum<number>('at').as('sum'), eb.fn.countAll<number>().as('count')]).executeTakeFirstOrThrow()
    expect(row).toEqual({ at, sum: 2 * at, count: 2 })
  })

  it('keeps its epoch and its rows over a restart, and runs no migration twice', async () => {
    await put('kept', 'å, ё, 🪛')
    const epoch = await readEpoch(fresh.database.db)
    const applied = await fresh.database.db.selectFrom('migration').selectAll().execute()
    await fresh.database.close()
    const { db } = await fresh.reopen()
    expect(await readEpoch(db)).toBe(epoch)
    expect(await db.selectFrom('migration').selectAll().execute()).toEqual(applied)
    expect(await db.selectFrom('meta').select('value').where('key', '=', 'kept').executeTakeFirst()).toEqual({ value: 'å, ё, 🪛' })
  })

  it('fault 31: refuses, in words, a schema of a later version and leaves it alone', async () => {
    await fresh.database.db.insertInto('migration').values({ id: '9999-later', at: 1 }).execute()
    await fresh.database.close()
    await expect(fresh.reopen()).rejects.toThrow(/later version of Servus \(9999-later\)/)
    const unmigrated = fresh.place.url ? openPostgres(fresh.place.url) : openSqlite(fresh.folder)
    await unmigrated.db.deleteFrom('migration').where('id', '=', '9999-later').execute()
    await unmigrated.close()
    await fresh.reopen()
    expect(await keys()).toContain('kept')
  })
})

describeOnBoth('A migration', kind => {
  it('fault 31: that broke off half way leaves nothing of its step, and is resumed', async () => {
    const step = '0006-files'
    const fresh = await openFresh(kind)
    const { db } = fresh.database
    const stepsOf = async (open: typeof db) => (await open.selectFrom('migration').select('id').orderBy('id').execute()).map(row => row.id)
    const steps = await stepsOf(db)
    // As it was before the step, with something in the way of its last statement.
    await db.deleteFrom('migration').where('id', '=', step).execute()
    await db.schema.dropTable('file_part').execute()
    await db.schema.alterTable('file').dropColumn('store_key').execute()
    await db.schema.createTable('file_part_by_age').addColumn('id', 'text').execute()
    await fresh.database.close()
    await expect(fresh.reopen()).rejects.toThrow(/file_part_by_age/)
    const between = fresh.place.url ? openPostgres(fresh.place.url) : openSqlite(fresh.folder)
    expect(await stepsOf(between.db)).toEqual(steps.filter(id => id !== step))
    await expect(between.db.selectFrom('file_part').select('start').execute()).rejects.toThrow(/file_part/)
    await expect(between.db.selectFrom('file').select('store_key').execute()).rejects.toThrow(/store_key/)
    await between.db.schema.dropTable('file_part_by_age').execute()
    await between.close()
    const resumed = await fresh.reopen()
    expect(await stepsOf(resumed.db)).toEqual(steps)
    expect(await resumed.db.selectFrom('file_part').select('start').execute()).toEqual([])
    await fresh.drop()
  })
})

describe('The embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'servus-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is refused to a second opener while the first lives, and free afterwards', async () => {
    const first = await openDatabase({ folder })
    await expect(openDatabase({ folder })).rejects.toThrow(/in use by another Servus process \(number \d+\)/)
    await first.close()
    await (await openDatabase({ folder })).close()
  })

  it('is refused to another process, and taken over from one that was killed', async () => {
    const asOther = (then: string) => spawnSync(process.execPath, ['--input-type=module', '-e', `
      const { default: Database } = await import('libsql')
      try { new Database(${JSON.stringify(join(folder, 'servus.lock'))}).exec('begin exclusive') } catch { process.exit(7) }
      ${then}`])
    expect(asOther("process.kill(process.pid, 'SIGKILL')").signal).toBe('SIGKILL')
    const database = await openDatabase({ folder })
    expect(asOther('process.exit(0)').status).toBe(7)
    await database.close()
    expect(asOther('process.exit(0)').status).toBe(0)
  })

  it('that is damaged is left as it is, and said so', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'servus-test-'))
    const bytes = Buffer.alloc(8192, 'not a database ')
    writeFileSync(join(damaged, 'servus.db'), bytes)
    await expect(openDatabase({ folder: damaged })).rejects.toThrow(/is damaged and was left as it is/)
    expect(readFileSync(join(damaged, 'servus.db')).equals(bytes)).toBe(true)
    rmSync(damaged, { recursive: true })
  })

  it('refuses to bind what it would store wrongly, and lives on', () => {
    const connection = new CheckedSqlite(join(folder, 'binds.db'))
    connection.exec('create table t (v)')
    const insert = connection.prepare('insert into t values (?)')
    for (const wrong of ['a\u0000b', Number.NaN, Infinity, 2 ** 53, {}, [], new Uint8Array(2), 10n]) {
      expect(() => insert.run([wrong]), String(wrong)).toThrow(TypeError)
    }
    for (const right of [true, false, undefined, null, 1.5, 'ok', 2 ** 53 - 1]) insert.run([right])
    expect(connection.prepare('select v from t').all([])).toEqual([1, 0, null, null, 1.5, 'ok', 2 ** 53 - 1].map(value => ({ v: value })))
    connection.close()
  })
})

describe('A PostgreSQL', () => {
  it('that cannot be used is named in words, without its password', async () => {
    const server = new URL(inject('postgresUrl'))
    server.password = 'secret'
    const withPath = (pathname: string) => Object.assign(new URL(server), { pathname }).href
    const withPort = (port: string) => Object.assign(new URL(server), { port }).href
    const opening = (url: string) => openDatabase({ url, folder: '/nowhere' }).then(() => 'opened', (error: Error) => `${error.name}: ${error.message}`)
    expect(await opening(withPort('1'))).toMatch(/^DatabaseProblem: PostgreSQL at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)/)
    expect(await opening(withPath('/servus_that_is_not_there'))).toMatch(/^DatabaseProblem: .*has no database "servus_that_is_not_there"/)
    expect(await opening(withPort('1'))).not.toContain('secret')
  })
})
