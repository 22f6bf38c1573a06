import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { isPassing } from '../db/failures.ts'
import type { Db } from '../db/tables.ts'
import type { Taken } from './push-command.ts'
import type { TakenInOrder } from './take-in-order.ts'

type Step = (trx: Db) => Promise<Taken>
type Job = { steps: readonly Step[], settle: (outcome: TakenInOrder) => void }
type Sqlite = Extract<Database, { kind: 'sqlite' }>
type Queue = { jobs: Job[], isRunning: boolean }

/** A group commits after so many commands (some 15 ms), so that whoever reads does not wait for the one connection for long. */
const stepsOfGroup = 50

const queueByDatabase = new WeakMap<Database, Queue>()

/**
 * Runs the steps in their order, each in a savepoint of its own, in one transaction with those of others who come at the same time: one
 * wait for the disk serves many. Answers only when the transaction is through.
 */
export function takeInGroup(database: Sqlite, steps: readonly Step[]): Promise<TakenInOrder> {
  const queue = queueByDatabase.get(database) ?? { jobs: [], isRunning: false }
  queueByDatabase.set(database, queue)
  return new Promise(settle => {
    queue.jobs.push({ steps, settle })
    if (!queue.isRunning) void drain(database, queue)
  })
}

async function drain(database: Sqlite, queue: Queue): Promise<void> {
  queue.isRunning = true
  while (queue.jobs.length > 0) {
    const group: { job: Job, outcome: TakenInOrder }[] = []
    try {
      await database.transaction(async trx => {
        let steps = 0
        do {
          const job = queue.jobs.shift()!
          const entry: (typeof group)[number] = { job, outcome: { taken: [] } }
          group.push(entry)
          entry.outcome = await runJob(database, trx, job)
          steps += job.steps.length
        } while (queue.jobs.length > 0 && steps < stepsOfGroup)
      })
    } catch (failure) {
      for (const entry of group) entry.outcome = { taken: [], stoppedBy: { failure, isShared: true } }
    }
    for (const { job, outcome } of group) job.settle(outcome)
  }
  queue.isRunning = false
}

async function runJob({ connection }: Sqlite, trx: Db, { steps }: Job): Promise<TakenInOrder> {
  const taken: Taken[] = []
  for (const step of steps) {
    connection.prepare('savepoint command').run([])
    try {
      taken.push(await step(trx))
      connection.prepare('release command').run([])
    } catch (failure) {
      // A full disk takes the whole group with it.
      if (isPassing(failure)) throw failure
      connection.prepare('rollback to command').run([])
      connection.prepare('release command').run([])
      return { taken, stoppedBy: { failure, isShared: false } }
    }
    await yieldToOthers()
  }
  return { taken }
}
