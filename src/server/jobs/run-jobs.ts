import { randomUUID } from 'node:crypto'
import type { Installation } from '../installation.ts'
import { allJobs } from './all-jobs.ts'
import { type Job, minuteMs } from './job.ts'

/** For so long a job belongs to the process that took it; one that died is followed by another after this time. */
export const leaseMs = 10 * minuteMs
/** How often a process looks whether something is due. */
const lookEveryMs = 15_000

type Options = { jobs?: readonly Job[], isStopping?: () => boolean }

/** Runs what is due, one job after the other, each taken by one process alone. A job that fails is tried again later and holds up no other. */
export async function runDueJobs(installation: Installation, { jobs = allJobs, isStopping = () => false }: Options = {}): Promise<string[]> {
  await makeKnown(installation, jobs)
  const done: string[] = []
  while (!isStopping()) {
    const taken = await takeDueJob(installation, jobs)
    if (!taken) break
    await runTaken(installation, taken, isStopping)
    done.push(taken.job.name)
  }
  return done
}

/** Looks for due jobs until it is stopped; `stop` waits for the one that runs. */
export function startJobs(installation: Installation, jobs: readonly Job[] = allJobs): { stop: () => Promise<void> } {
  let isStopping = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<unknown> = Promise.resolve()
  // Several processes started together shall not look at the same moment for ever.
  const lookLater = () => { timer = setTimeout(look, lookEveryMs * (0.5 + Math.random())).unref() }
  function look() {
    running = runDueJobs(installation, { jobs, isStopping: () => isStopping })
      .catch((error: unknown) => installation.log.error('The jobs could not be looked at', error))
      .then(() => { if (!isStopping) lookLater() })
  }
  timer = setTimeout(look, 0)
  return {
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await running
    },
  }
}

async function makeKnown({ db }: Installation, jobs: readonly Job[]): Promise<void> {
  await db.insertInto('job').values(jobs.map(({ name }) => ({ name, next_at: 0, lease: null, failures: 0 })))
    .onConflict(conflict => conflict.doNothing()).execute()
}

type TakenJob = { job: Job, lease: string, failures: number }

async function takeDueJob({ database, now }: Installation, jobs: readonly Job[]): Promise<TakenJob | undefined> {
  return database.transaction(async trx => {
    const query = trx.selectFrom('job').select(['name', 'failures'])
      .where(eb => eb.or(jobs.map(({ name, everyMs }) => eb.and([eb('name', '=', name), eb.or([
        eb('next_at', '<=', now()),
        // Nothing is put off for longer than this: the clock was ahead then.
        eb('next_at', '>', now() + Math.max(everyMs, leaseMs)),
      ])])))).orderBy('next_at').orderBy('name').limit(1)
    const due = await (database.kind === 'postgres' ? query.forUpdate().skipLocked() : query).executeTakeFirst()
    const job = jobs.find(({ name }) => name === due?.name)
    if (!due || !job) return undefined
    const lease = randomUUID()
    await trx.updateTable('job').set({ lease, next_at: now() + leaseMs }).where('name', '=', job.name).execute()
    return { job, lease, failures: due.failures }
  })
}

async function runTaken(installation: Installation, { job, lease, failures }: TakenJob, isStopping: () => boolean): Promise<void> {
  const { db, log, now } = installation
  const finish = (outcome: { failures: number, waitMs: number }) =>
    db.updateTable('job').set({ lease: null, next_at: now() + outcome.waitMs, failures: outcome.failures })
      .where('name', '=', job.name).where('lease', '=', lease).execute()
  try {
    await job.run(installation, isStopping)
    await finish({ failures: 0, waitMs: isStopping() ? 0 : job.everyMs })
  } catch (error) {
    log.error('A job failed and will be tried again', error, { job: job.name, failures: failures + 1 })
    await finish({ failures: failures + 1, waitMs: Math.min(job.everyMs, minuteMs * 2 ** Math.min(failures, 10)) })
  }
}
