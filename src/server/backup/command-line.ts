import { ConfigProblem } from '../config.ts'
import { DatabaseProblem } from '../db/database-problem.ts'

/** Words and options of a command; `undefined` where an option is not known or lacks its value. */
export function readWords(words: readonly string[], options: Record<string, 'flag' | 'value'>): { rest: string[], given: Record<string, string> } | undefined {
  const rest: string[] = []
  const given: Record<string, string> = {}
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const kind = options[word]
    const value = kind === 'flag' ? 'yes' : words[++index]
    if (kind === undefined || value === undefined) return undefined
    given[word] = value
  }
  return { rest, given }
}

/** Runs a command of the server's: what its owner can mend is said in words, anything else is a bug and thrown. */
export async function runCommand(main: (words: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof ConfigProblem || error instanceof DatabaseProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

export const write = (line: string) => { process.stdout.write(`${line}\n`) }
