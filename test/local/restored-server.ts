import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBackup } from '#server/backup/make-backup.ts'
import { restoreBackup } from '#server/backup/restore-backup.ts'
import { readEpoch, readRestored } from '#server/db/meta.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'

/** A server whose operator makes a backup and puts it back, while its devices live on. */
export async function makeRestorable() {
  const server: TestInstallation = await makeInstallation('sqlite')
  const folder = mkdtempSync(join(tmpdir(), 'servus-backup-'))
  const { installation, fresh, clock } = server
  const dataFolder = fresh.folder
  let backup = ''

  return {
    server,
    async backUp() {
      clock.now += 1_000
      backup = (await makeBackup({ dataFolder, files: installation.files, folder, now: clock.now })).path
      clock.now += 1_000
    },
    async restore() {
      clock.now += 60_000
      await fresh.database.close()
      await restoreBackup({ backup, dataFolder, files: installation.files, mayReplace: true, now: clock.now })
      installation.database = await fresh.reopen()
      installation.db = installation.database.db
      installation.epoch = await readEpoch(installation.db)
      const restored = await readRestored(installation.db)
      if (restored) installation.restored = restored
      clock.now += 60_000
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
