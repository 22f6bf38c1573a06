import { resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { openFileStore } from '../files/open-file-store.ts'
import { findRoot } from '../find-root.ts'
import { readWords, runCommand, write } from './command-line.ts'
import { restoreBackup } from './restore-backup.ts'

/** npm run restore -- <backup> [--replace] */
const usage = `Puts a backup back, with the server stopped: npm run restore -- <backup> [--replace]
  --replace   also where there is a database already, which is kept aside`

await runCommand(async words => {
  const read = readWords(words, { '--replace': 'flag' })
  const [backup, ...others] = read?.rest ?? []
  if (!read || !backup || others.length > 0) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const config = loadConfig(process.env, findRoot(import.meta.url))
  const { databaseUrl: url, dataFolder, backupKey } = config
  const { manifest, erased, aside } = await restoreBackup({
    backup: resolve(backup), dataFolder, url, files: openFileStore(config), secret: backupKey, mayReplace: read.given['--replace'] !== undefined, now: Date.now(),
  })
  write(`Restored the backup of ${new Date(manifest.at).toISOString()}: ${manifest.counts.request ?? 0} requests, ${manifest.counts.event ?? 0} events, ${manifest.entries.length - 1} files.`)
  if (erased > 0) write(`Erased again, as they had been since: ${erased}.`)
  write('What staff wrote after that moment is gone. Phones offer again what their owners wrote in the last 30 days as soon as they reach the server.')
  if (aside) write(`What was there before lies in ${aside}.`)
  return 0
})
