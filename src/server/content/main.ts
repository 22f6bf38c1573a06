import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigProblem, loadConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { DatabaseProblem } from '../db/database-problem.ts'
import { findRoot } from '../find-root.ts'
import { runContentCommand } from './content-command.ts'

/** npm run content -- <folder> [--dry-run] */
const usage = `Loads a folder of content into the portal: npm run content -- <folder> [--dry-run]
  --dry-run   only tells what would change
`

async function main(words: readonly string[]): Promise<number> {
  const isDryRun = words.includes('--dry-run')
  const [folder, ...others] = words.filter(word => word !== '--dry-run')
  if (!folder || others.length > 0 || folder.startsWith('-')) {
    process.stderr.write(usage)
    return 2
  }
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    process.stderr.write(`There is no folder ${resolve(folder)}\n`)
    return 2
  }
  const config = loadConfig(process.env, findRoot(import.meta.url))
  return runContentCommand({
    folder, isDryRun,
    openDatabase: () => openDatabase({ url: config.databaseUrl, folder: config.dataFolder }),
    write: text => { process.stdout.write(text) },
  })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ConfigProblem || error instanceof DatabaseProblem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
