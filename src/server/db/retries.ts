import { setTimeout as sleep } from 'node:timers/promises'

/** PostgreSQL: serialisation failure, deadlock. Both mean "again, please". */
const passing: readonly string[] = ['40001', '40P01']
/** PostgreSQL and SQLite, in that order. */
const uniqueCodes: readonly string[] = ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Whether a row with this key was there already: often another process was first. */
export const isUniqueViolation = (error: unknown) => uniqueCodes.includes(codeOf(error))

const tries = 6

/** Runs a whole transaction again when the database asks for it. `work` must have no effects but its own transaction's. */
export async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === tries || !passing.includes(codeOf(error))) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}
