import { setTimeout as sleep } from 'node:timers/promises'
import { isAskingAgain } from './failures.ts'

const tries = 6

/** Runs a whole transaction again when the database asks for it. `work` must have no effects but its own transaction's. */
export async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === tries || !isAskingAgain(error)) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}
