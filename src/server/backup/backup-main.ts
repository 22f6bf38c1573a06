import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { DatabaseProblem } from '../db/database-problem.ts'
import { openDatabase } from '../db/database.ts'
import { openFileStore } from '../files/open-file-store.ts'
import { findRoot } from '../find-root.ts'
import { readWords, runCommand, write } from './command-line.ts'
import { makeBackup } from './make-backup.ts'

/** npm run backup -- <folder> [--keep N] */
const usage = `Makes a backup: npm run backup -- <folder> [--keep N]
  --keep N   deletes the oldest ones beyond N afterwards`

await runCommand(async words => {
  const read = readWords(words, { '--keep': 'value' })
  const [folder, ...others] = read?.rest ?? []
  const keep = read?.given['--keep'] === undefined ? undefined : Number(read.given['--keep'])
  if (!folder || others.length > 0 || (keep !== undefined && !(Number.isInteger(keep) && keep >= 1))) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const config = loadConfig(process.env, findRoot(import.meta.url))
  const { databaseUrl: url, dataFolder, backupKey } = config
  if (!url && !existsSync(join(dataFolder, 'servus.db'))) throw new DatabaseProblem(`There is no database in ${dataFolder}: nothing to back up.`)
  const postgres = url ? await openDatabase({ url, folder: dataFolder }) : undefined
  try {
    const files = openFileStore(config)
    const { path, manifest, removed } = await makeBackup({
      dataFolder, files, folder: resolve(folder), secret: backupKey, keep, now: Date.now(), ...(postgres ? { postgres } : {}),
    })
    write(`Backed up to ${path}`)
    write(`  ${manifest.counts.request ?? 0} requests, ${manifest.counts.event ?? 0} events, ${manifest.counts.account ?? 0} accounts, ${manifest.entries.length - 1} files${manifest.isSealed ? ', encrypted' : ', not encrypted: set SERVUS_BACKUP_KEY to have it so'}`)
    if (files.elsewhere) write(`  clients' files lie in ${files.elsewhere} and are not in this backup: back them up there`)
    for (const name of removed) write(`  deleted the older ${name}`)
    return 0
  } finally {
    await postgres?.close()
  }
})
