import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { PushedCommand } from '#protocol/command.ts'
import { isUniqueViolation } from '../db/failures.ts'
import type { Db } from '../db/tables.ts'
import type { Deciding } from './context.ts'
import { takeInGroup } from './group-commit.ts'
import { takePlainOnPostgres } from './plain-postgres.ts'
import { takePlainOnSqlite } from './plain-sqlite.ts'
import { type Taken, takeCommand } from './push-command.ts'
import type { Sender } from './sender-repository.ts'

/** What was taken, and what stopped it: by the fault of the next command alone, or of the surroundings (`isShared`). */
export type TakenInOrder = { taken: Taken[], stoppedBy?: { failure: unknown, isShared: boolean } }

/** Takes commands of a sender in their order, each all or nothing, up to the first that fails. When it answers, what was taken is on the disk. */
export async function takeInOrder(decidingOf: (command: PushedCommand) => Deciding, { database }: Pick<Deciding, 'database'>, of: Sender, commands: readonly PushedCommand[]): Promise<TakenInOrder> {
  if (database.kind === 'sqlite') {
    const { connection } = database
    return takeInGroup(database, commands.map(command => async (trx: Db) => {
      const deciding = decidingOf(command)
      return takePlainOnSqlite(connection, deciding, of, command) ?? takeCommand(trx, deciding, of, command)
    }))
  }
  const taken: Taken[] = []
  for (const command of commands) {
    const deciding = decidingOf(command)
    const take = () => database.transaction(trx => takeCommand(trx, deciding, of, command))
    try {
      // Where another sender brought the same command at the same moment, the second look finds its result.
      taken.push(await takePlainOnPostgres(database.pool, deciding, of, command) ?? await take().catch((thrown: unknown) => {
        if (isUniqueViolation(thrown)) return take()
        throw thrown
      }))
    } catch (failure) {
      return { taken, stoppedBy: { failure, isShared: false } }
    }
    await yieldToOthers()
  }
  return { taken }
}
