import { ConfigProblem, loadConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { DatabaseProblem } from '../db/database-problem.ts'
import { findRoot } from '../find-root.ts'
import { runParkedCommand } from './parked-command.ts'

/** npm run parked -- list | replay <mid> | replay all */
async function main(words: readonly string[]): Promise<number> {
  const config = loadConfig(process.env, findRoot(import.meta.url))
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    return await runParkedCommand(words, { database, now: Date.now(), write: text => { process.stdout.write(text) } })
  } finally {
    await database.close()
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ConfigProblem || error instanceof DatabaseProblem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
