import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { examine } from '#server/backup/examine.ts'
import { noteErasure } from '#server/backup/erasure-ledger.ts'
import { makeBackup } from '#server/backup/make-backup.ts'
import { restoreBackup } from '#server/backup/restore-backup.ts'
import { readEpoch, readRestored } from '#server/db/meta.ts'
import { fileKey, drawStoreKey } from '#server/files/file-store.ts'
import { describeOnBoth, openFresh } from '../databases.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('A backup', kind => {
  let server: TestInstallation
  let folder: string
  beforeEach(async () => {
    server = await makeInstallation(kind)
    folder = mkdtempSync(join(tmpdir(), 'servus-backup-'))
  })
  afterEach(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const at = Date.UTC(2026, 10, 25, 8)
  const parts = (now = at) => ({
    dataFolder: server.fresh.folder, files: server.installation.files, folder, now, ...(kind === 'postgres' ? { postgres: server.fresh.database } : {}),
  })
  const restoreInto = (backup: string, more: { mayReplace?: boolean, secret?: string } = {}) => restoreBackup({
    backup, dataFolder: server.fresh.folder, url: server.fresh.place.url, files: server.installation.files, mayReplace: true, now: at + 1000, ...more,
  })
  const findings = async () => (await examine({
    database: server.fresh.database, files: server.installation.files, dataFolder: server.fresh.folder, backupFolder: folder, now: at, mayRepair: false,
  })).filter(finding => !finding.isWell && !finding.text.includes('are free')).map(finding => finding.text)

  async function write(count: number) {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    await device.push(device.command('submit', { requestId, args: needArgs() }))
    for (let index = 1; index < count; index++) await device.push(device.command('postMessage', { requestId, args: { text: `word ${index}` } }))
    return { device, requestId }
  }
  const countEvents = async () => (await server.fresh.database.db.selectFrom('event').select('mid').execute()).length

  it('leaves files that lie elsewhere where they are', async () => {
    const key = fileKey(drawStoreKey(), 'full')
    await server.installation.files.put(key, new Uint8Array([1, 2, 3]))
    const files = { ...server.installation.files, elsewhere: 'the bucket photos' }
    const { path, manifest } = await makeBackup({ ...parts(), files })
    expect([manifest.entries.length, readdirSync(path)]).toEqual([1, expect.not.arrayContaining(['files'])])
    expect((await makeBackup(parts(at + 1000))).manifest.entries.map(entry => entry.path)).toContain(`files/${key}`)
  })

  it('[S144] fault 36: made during writes restores one moment, with right checksums, under a new epoch', async () => {
    const epoch = await readEpoch(server.fresh.database.db)
    const key = fileKey(drawStoreKey(), 'full')
    await server.installation.files.put(key, new Uint8Array([1, 2, 3]))
    await write(3)
    const [{ path, manifest }] = await Promise.all([makeBackup(parts()), write(8), write(8)])
    const later = await countEvents()
    await server.fresh.database.close()
    await server.installation.files.remove(key)
    const { aside } = await restoreInto(path)
    expect(aside !== undefined).toBe(kind === 'sqlite')
    await server.fresh.reopen()
    const { db } = server.fresh.database
    expect(await countEvents()).toBe(manifest.counts.event)
    expect([manifest.counts.event! >= 3, manifest.counts.event! <= later]).toEqual([true, true])
    expect(await readEpoch(db)).not.toBe(epoch)
    expect(await readRestored(db)).toEqual({ backedUpAt: at, restoredAt: at + 1000 })
    expect(await server.installation.files.get(key)).toEqual(new Uint8Array([1, 2, 3]))
    expect(await findings()).toEqual([])
  })

  it('is refused, and nothing changed, where a byte of it is wrong, the place is not empty or a later version made it', async () => {
    await write(2)
    const { path, manifest } = await makeBackup(parts())
    await server.fresh.database.close()
    await expect(restoreInto(path, { mayReplace: false })).rejects.toThrow(/--replace/)
    const wholeManifest = readFileSync(join(path, 'manifest.json'), 'utf8')
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...manifest, schema: [...manifest.schema, '9999-later'] }))
    await expect(restoreInto(path)).rejects.toThrow(/later version of Servus \(9999-later\)/)
    writeFileSync(join(path, 'manifest.json'), wholeManifest)
    const victim = join(path, manifest.entries[0]!.path)
    const bytes = readFileSync(victim)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(victim, bytes)
    await expect(restoreInto(path)).rejects.toThrow(/damaged and nothing was changed/)
    await server.fresh.reopen()
    expect(await countEvents()).toBe(2)
  })

  it('is sealed with a key: nothing of it can be read, nor restored with another', async () => {
    await write(2)
    const { path } = await makeBackup({ ...parts(), secret: 'a key of many letters' })
    const [name] = readdirSync(path).filter(entry => entry !== 'manifest.json')
    expect(readFileSync(join(path, name!)).includes('word 1')).toBe(false)
    await server.fresh.database.close()
    await expect(restoreInto(path)).rejects.toThrow(/is encrypted/)
    await expect(restoreInto(path, { secret: 'another key of letters' })).rejects.toThrow(/not the key/)
    await restoreInto(path, { secret: 'a key of many letters' })
    await server.fresh.reopen()
    expect(await countEvents()).toBe(2)
  })

  it('brings nobody back who was erased since', async () => {
    const { device } = await write(2)
    await write(1)
    const { path } = await makeBackup(parts())
    noteErasure(server.fresh.folder, { account: device.account, member: '', at: at + 10 })
    await server.fresh.database.close()
    expect((await restoreInto(path)).erased).toBe(1)
    await server.fresh.reopen()
    expect(await countEvents()).toBe(1)
    expect(await server.fresh.database.db.selectFrom('account').select('id').where('id', '=', device.account).execute()).toEqual([])
  })

  it('keeps as many as are wanted and leaves no half one', async () => {
    for (const day of [0, 1, 2]) await makeBackup({ ...parts(at + day * 864e5), keep: 2 })
    expect(readdirSync(folder).sort()).toEqual(['servus-2026-11-26T08-00-00Z', 'servus-2026-11-27T08-00-00Z'])
  })

  it('is asked for by the doctor, who also finds a wrong hash and a request that is not what its events say', async () => {
    const { requestId } = await write(2)
    const { db } = server.fresh.database
    expect(await findings()).toEqual([expect.stringMatching(/no backup/)])
    await makeBackup(parts())
    await db.updateTable('feed_counter').set({ hash: '0'.repeat(16) }).execute()
    await db.updateTable('request').set(eb => ({ body: eb.fn<string>('replace', ['body', eb.val('It does not drain'), eb.val('Other')]) })).execute()
    expect(await findings()).toEqual([expect.stringContaining(requestId), expect.stringMatching(/wrong hash: 1/)])
  })
})

it('fault 27: a database with a wrong byte, wherever its pages are held together, is refused at the start with the command that restores it', async () => {
  const fresh = await openFresh('sqlite')
  const { db } = fresh.database
  const values = Array.from({ length: 2_000 }, (_, seq) => ({ account_id: 'a', sender_id: 's', seq, mid: `mid ${seq}`, at: 1, body: '{}' }))
  for (let start = 0; start < values.length; start += 500) await db.insertInto('result').values(values.slice(start, start + 500)).execute()
  const { rows: [page] } = await sql<{ root: number }>`select rootpage as root from sqlite_master where name = 'result'`.execute(db)
  await sql`pragma wal_checkpoint(truncate)`.execute(db)
  await fresh.database.close()
  const path = join(fresh.folder, 'servus.db')
  const whole = readFileSync(path)
  const pageBytes = whole.readUInt16BE(16)
  // The kind of the table's first page, the number of its cells, the magic words of the file.
  for (const at of [(page!.root - 1) * pageBytes, (page!.root - 1) * pageBytes + 3, 3]) {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 0x41
    writeFileSync(path, bytes)
    await expect(fresh.reopen(), `byte ${at}`).rejects.toThrow(/npm run restore/)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  }
  writeFileSync(path, whole)
  await fresh.reopen()
  await fresh.drop()
})
