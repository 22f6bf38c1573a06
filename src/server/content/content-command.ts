import type { Database } from '../db/database.ts'
import { loadContent } from './load-content.ts'
import { formatProblem } from './problem.ts'
import { storeContent, type ContentChange } from './store-content.ts'

type Command = { folder: string, isDryRun: boolean, openDatabase: () => Promise<Database>, write: (text: string) => void }

/** Checks a folder, and where nothing is wrong brings the portal up to it. Returns the exit code. */
export async function runContentCommand({ folder, isDryRun, openDatabase, write }: Command): Promise<number> {
  const { content, problems, warnings } = loadContent(folder)
  for (const warning of warnings) write(`warning  ${formatProblem(warning)}\n`)
  for (const problem of problems) write(`problem  ${formatProblem(problem)}\n`)
  if (!content) {
    write(`${count(problems.length, 'problem')} in ${folder}. Nothing was changed.\n`)
    return 1
  }
  const database = await openDatabase()
  try {
    const { changes } = await storeContent(database, content, { isDryRun })
    for (const change of changes) write(`${describeChange(change)}\n`)
    write(summarise(changes, isDryRun))
  } finally {
    await database.close()
  }
  return 0
}

const describeChange = ({ scope, kind, key, change }: ContentChange) =>
  `${change.padEnd(8)} ${kind} ${key}${scope.startsWith('pub:') ? ` (${scope.slice(4)})` : ''}`

function summarise(changes: readonly ContentChange[], isDryRun: boolean): string {
  if (changes.length === 0) return 'Everything is as it was: nothing to change.\n'
  const what = (['added', 'changed', 'removed'] as const)
    .map(kind => ({ kind, number: changes.filter(({ change }) => change === kind).length }))
    .filter(({ number }) => number > 0).map(({ kind, number }) => `${number} ${kind}`).join(', ')
  return isDryRun ? `A dry run: ${what} if it were loaded. Nothing was changed.\n` : `Loaded: ${what}.\n`
}

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`
