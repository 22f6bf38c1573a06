import { resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { openFileStore } from '../files/open-file-store.ts'
import { findRoot } from '../find-root.ts'
import { readWords, runCommand, write } from './command-line.ts'
import { examine } from './examine.ts'

/** npm run doctor [-- --backups <folder>] [--repair] */
const usage = `Looks whether all is well: npm run doctor -- [--backups <folder>] [--repair]
  --repair   works out anew what can be without harm`

await runCommand(async words => {
  const read = readWords(words, { '--backups': 'value', '--repair': 'flag' })
  if (!read || read.rest.length > 0) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const config = loadConfig(process.env, findRoot(import.meta.url))
  const { databaseUrl: url, dataFolder } = config
  const backups = read.given['--backups']
  const database = await openDatabase({ url, folder: dataFolder })
  try {
    const findings = await examine({
      database, files: openFileStore(config), dataFolder, now: Date.now(), mayRepair: read.given['--repair'] !== undefined,
      backupFolder: backups === undefined ? undefined : resolve(backups),
    })
    for (const { isWell, text } of findings) write(`${isWell ? 'well ' : 'WRONG'}  ${text}`)
    return findings.every(finding => finding.isWell) ? 0 : 1
  } finally {
    await database.close()
  }
})
